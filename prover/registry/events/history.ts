import { minOf } from "../../shared/collections.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import { expectBlock } from "../blocks.ts";
import type { Registry } from "../judge.ts";
import { type AskNode, badAnswer } from "../rpc.ts";
import { struct, word } from "./abi.ts";
import { type RegistryLog, readLogs } from "./logs.ts";
import { hashOfText, toCount, toHash } from "./values.ts";

/** From a time on, in seconds since 1970, proofs that count today exclude so many leading pages. */
export type HistoryStep = { time: number; pages: number };

/** How the proofs of a release came to exclude what they exclude, by the list's id, the earliest step first. */
export type ReleaseHistory = ReadonlyMap<string, readonly HistoryStep[]>;

/** `limit`: requests at a time. */
export type HistoryOptions = { limit?: number };

const PAGES = hashOfText("PagesAccepted(uint256,bytes32,bytes32,uint256,uint256)");
const DISJOINT = hashOfText("DisjointnessAccepted(uint256,bytes32,bytes32,uint256)");

const ABI_PAGES = struct({ circuit: word, word, bits: word });
const ABI_DISJOINT = struct({ powers: word, epoch: word });

/** Pages in a word of the ledger. */
const WIDTH = 256;

/**
 * Reads when the pages were proved that a release excludes today, from the ledger's events up to the snapshot's block,
 * in a browser as well. What a revoked circuit proved is left out, as the ledger does.
 *
 * @param id the release's id
 * @param ask sends a request to a node
 * @returns steps for each list that something is proved against; none before the release was registered
 * @throws chain `chain/bad-answer` if the events do not lead to what the snapshot says; what `ask` throws
 * @example
 * const registry = openRegistry(await readRegistry(chain, deployment));
 * const ask = (method: string, params: readonly unknown[]) => chain.provider.send(method, [...params]);
 * const history = await readReleaseHistory(registry, release, ask);
 * console.log(history.get(published.list)?.length); // 1
 */
export async function readReleaseHistory(
  registry: Registry,
  id: string,
  ask: AskNode,
  { limit = 16 }: HistoryOptions = {},
): Promise<ReleaseHistory> {
  const { snapshot } = registry;
  const release = snapshot.releases[registry.releases.get(id) ?? -1];
  if (release === undefined) return new Map();
  const parts = partsOf(registry, registry.releases.get(id)!);
  const topics = [[PAGES, DISJOINT], [...new Set(parts.map(({ shard }) => toHash(BigInt(shard))))]];
  const { ledger, block } = snapshot.contracts;
  const proved = new ProvedPages(registry);
  const steps: { list: number; block: number; pages: number }[] = [];
  const reached = new Map<number, number>();
  for await (const logs of readLogs(ask, [ledger], block, snapshot.at.number, undefined, topics))
    for (const log of logs) {
      const list = proved.add(log);
      if (list === undefined) continue;
      const { scheme } = snapshot.lists[list]!;
      const pages = minOf(parts.map((part) => (part.schemes.has(scheme) ? proved.of(part.shard, list) : 0)));
      if (pages <= (reached.get(list) ?? 0)) continue;
      reached.set(list, pages);
      steps.push({ list, block: log.block, pages });
    }
  const said = new Map(release.reached.map((reach) => [reach.list, reach.pages]));
  for (const list of new Set([...said.keys(), ...reached.keys()]))
    if (said.get(list) !== reached.get(list))
      throw badAnswer(`events of list ${snapshot.lists[list]!.list}`, `${reached.get(list) ?? 0} pages`);
  const numbers = [...new Set(steps.map((step) => step.block))];
  const blocks = await mapConcurrently(numbers, (number) => expectBlock(ask, number), limit);
  const times = new Map(blocks.map(({ number, time }) => [number, time]));
  const history = new Map<string, HistoryStep[]>();
  for (const step of steps) {
    const { list } = snapshot.lists[step.list]!;
    const time = Math.max(times.get(step.block)!, release.time);
    history.set(list, [...(history.get(list) ?? []), { time, pages: step.pages }]);
  }
  return history;
}

/** The shards of a release and of its ancestors, each with the schemes that the vendor of that release declared. */
function partsOf({ snapshot, shards }: Registry, place: number): { shard: string; schemes: ReadonlySet<string> }[] {
  const lineage = new Set([place]);
  for (const each of lineage) for (const parent of snapshot.releases[each]!.parents) lineage.add(parent);
  return [...lineage].flatMap((each) => {
    const { vendor, shards: commitments } = snapshot.releases[each]!;
    return commitments.map((shard) => {
      const registrations = snapshot.shards[shards.get(shard) ?? -1]?.registrations ?? [];
      return { shard, schemes: new Set(registrations.find((own) => own.vendor === vendor)?.schemes) };
    });
  });
}

/** What the ledger accepted, event by event. */
class ProvedPages {
  readonly #registry: Registry;
  readonly #revoked: ReadonlySet<string>;
  readonly #bits = new Map<string, bigint>();
  readonly #disjoint = new Map<string, number>();

  constructor(registry: Registry) {
    this.#registry = registry;
    const revoked = registry.snapshot.circuits.filter(({ status }) => status === "revoked");
    this.#revoked = new Set(revoked.map(({ circuit }) => circuit));
  }

  /** The list, by its position, that an event is about; undefined if it does not count. */
  add({ topics: [type, commitment, id], data }: RegistryLog): number | undefined {
    const list = this.#registry.lists.get(toHash(id ?? 0n));
    if (list === undefined || type === undefined) throw badAnswer("an event of the ledger", "one of no list");
    const key = `${commitment} ${list}`;
    if (toHash(type) === DISJOINT) {
      const { powers, epoch } = ABI_DISJOINT.read(data, 0);
      if (this.#revoked.has(toHash(powers))) return undefined;
      const content = this.#registry.snapshot.lists[list]!.epochs[toCount(epoch, "epoch") - 1];
      this.#disjoint.set(key, Math.max(this.#disjoint.get(key) ?? 0, content?.pageCount ?? 0));
      return list;
    }
    const { circuit, word: place, bits } = ABI_PAGES.read(data, 0);
    if (this.#revoked.has(toHash(circuit))) return undefined;
    this.#bits.set(`${key} ${place}`, (this.#bits.get(`${key} ${place}`) ?? 0n) | bits);
    return list;
  }

  /** How many leading pages of a list a shard excludes. */
  of(shard: string, list: number): number {
    const key = `${shard} ${list}`;
    let pages = 0;
    for (let place = 0; pages === place * WIDTH; place++) {
      const ones = trailingOnes(this.#bits.get(`${key} ${place}`) ?? 0n);
      pages += ones;
      if (ones === 0) break;
    }
    return Math.max(pages, this.#disjoint.get(key) ?? 0);
  }
}

function trailingOnes(bits: bigint): number {
  let ones = 0;
  for (let rest = bits; rest & 1n; rest >>= 1n) ones++;
  return ones;
}
