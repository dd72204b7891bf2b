import type { ListRoot } from "../../bundle/listRoot.ts";
import { type Check, check } from "../../groth16/verify.ts";
import type { Declaration } from "../facts.ts";
import { type Log, logsOf, readHeader } from "./block.ts";
import type { ChainDocument, ListReference } from "./document.ts";
import { asPagesAccepted, asPagesAppended, asReleaseRegistered } from "./events.ts";
import { withStated } from "./stated.ts";

/** What the events must say: the lists in full, the shards' commitments, the circuits that are trusted, the release. */
export type ChainClaims = {
  lists: readonly ListRoot[];
  commitments: readonly bigint[];
  circuits: ReadonlyMap<string, number>;
  declared?: Declaration;
};

/**
 * Checks that blocks with these hashes hold the events that make a release's facts: every list's epoch with its root
 * document and pages, every page of every list accepted for every shard, and the release. What only a stated block would
 * show has a check of its own, named `stated-`. Whether the blocks are of the
 * chain, and the contracts the right ones, is for `trustChecks`.
 */
export function verifyChain(document: ChainDocument, claims: ChainClaims): Check[] {
  const { checks, logs } = eventsIn(document);
  const stated = (document.stated ?? []).flatMap(({ events }) => events);
  const shown = claimChecks(document, claims, logs);
  return [...checks, ...withStated(shown, claimChecks(document, claims, [...logs, ...stated]))];
}

/** What events say of the claims. */
function claimChecks(document: ChainDocument, claims: ChainClaims, logs: readonly Log[]): Check[] {
  return [
    ...claims.lists.map((list) => epochCheck(list, document, logs)),
    ...claims.commitments.flatMap((commitment, i) =>
      claims.lists.map((list) => acceptanceCheck(commitment, `shard-${i}`, list, claims.circuits, document, logs)),
    ),
    ...(document.release === null || claims.declared === undefined
      ? []
      : [releaseCheck(document.release, claims.commitments, claims.declared, document, logs)]),
  ];
}

/** The events of a document's blocks, each shown to be in its block. */
export function eventsIn({ blocks }: Pick<ChainDocument, "blocks">): { checks: Check[]; logs: Log[] } {
  const checks: Check[] = [];
  const logs: Log[] = [];
  for (const [i, { header, receipts }] of blocks.entries()) {
    const read = attempt(() => readHeader(header));
    checks.push(check(`chain-block-${i}`, read.ok, read.problem));
    if (!read.ok) continue;
    for (const { transaction, proof } of receipts) {
      const found = attempt(() => logsOf(read.value, transaction, proof));
      checks.push(check(`chain-block-${i}-receipt-${transaction}`, found.ok, found.problem));
      if (found.ok) logs.push(...found.value);
    }
  }
  return { checks, logs };
}

/** The epoch was published with this root document, and its pages are the document's. */
function epochCheck(list: ListRoot, { lists, blocklists }: ChainDocument, logs: readonly Log[]): Check {
  const reference = lists.find(({ root }) => root === list.root);
  const isEpoch = (log: Log) => {
    const event = log.address === blocklists ? decoded(() => asPagesAppended(log)) : undefined;
    if (event === undefined || event.list !== reference?.list || event.epoch !== BigInt(reference.epoch)) return false;
    const own = list.pages.slice(Number(event.firstPage)).map(({ pageDigest }) => pageDigest);
    const samePages = own.length === event.digests.length && own.every((digest, i) => digest === event.digests[i]);
    return samePages && event.pageCount === BigInt(list.pages.length) && event.contentHash === `0x${list.root}`;
  };
  const name = `chain-epoch-${list.name}`;
  return check(name, logs.some(isEpoch), "no receipt shows that an epoch has this root document and these pages");
}

/** Every page of the list is accepted for the shard, by circuits that the policy trusts for its page size. */
function acceptanceCheck(
  commitment: bigint,
  shard: string,
  list: ListRoot,
  circuits: ReadonlyMap<string, number>,
  document: ChainDocument,
  logs: readonly Log[],
): Check {
  const isAccepted = acceptedPages(commitment, list, circuits, document, logs);
  const missing = list.pages.flatMap((_, page) => (isAccepted(page) ? [] : [page]));
  return check(
    `chain-accepted-${shard}-${list.name}`,
    missing.length === 0,
    `no receipt shows that page ${missing.join(", ")} was accepted`,
  );
}

/** Which pages of a list events show to be accepted for a shard, by circuits that are trusted for its page size. */
export function acceptedPages(
  commitment: bigint,
  list: Pick<ListRoot, "root" | "pageSize">,
  circuits: ReadonlyMap<string, number>,
  { lists, ledger }: Pick<ChainDocument, "lists" | "ledger">,
  logs: readonly Log[],
): (page: number) => boolean {
  const reference: ListReference | undefined = lists.find(({ root }) => root === list.root);
  const words = new Map<bigint, bigint>();
  for (const log of logs) {
    const event = log.address === ledger ? decoded(() => asPagesAccepted(log)) : undefined;
    if (event === undefined || event.commitment !== commitment || event.list !== reference?.list) continue;
    if (circuits.get(event.circuit) !== list.pageSize) continue;
    words.set(event.word, (words.get(event.word) ?? 0n) | event.bits);
  }
  return (page) => ((words.get(BigInt(page >> 8)) ?? 0n) >> BigInt(page & 255)) % 2n === 1n;
}

/** The release was registered with the declared weights and parents, and exactly the shards of the pack. */
export function releaseCheck(
  release: string,
  commitments: readonly bigint[],
  declared: Declaration,
  { releases }: ChainDocument,
  logs: readonly Log[],
): Check {
  const isRelease = (log: Log) => {
    const event = log.address === releases ? decoded(() => asReleaseRegistered(log)) : undefined;
    if (event === undefined || event.release !== release) return false;
    const sameShards = new Set(event.shards).symmetricDifference(new Set(commitments)).size === 0;
    const sameParents = event.parents.join() === declared.parents.join();
    return sameShards && sameParents && event.weights === `0x${declared.weights.digest}`;
  };
  const problem = "no receipt shows that the release was registered with these weights, shards and parents";
  return check("chain-release", logs.some(isRelease), problem);
}

type Attempt<T> = { ok: true; value: T; problem: "" } | { ok: false; problem: string };

function attempt<T>(read: () => T): Attempt<T> {
  try {
    return { ok: true, value: read(), problem: "" };
  } catch (error) {
    if (error instanceof RangeError) return { ok: false, problem: error.message };
    throw error;
  }
}

const decoded = <T>(read: () => T | undefined): T | undefined => {
  const found = attempt(read);
  return found.ok ? found.value : undefined;
};
