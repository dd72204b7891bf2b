import type { ListRoot } from "../../bundle/listRoot.ts";
import { haveSameMembers } from "../../shared/collections.ts";
import { type Check, check } from "../../shared/verdict.ts";
import type { BlockFacts, Declaration } from "../facts.ts";
import { type Acceptance, acceptance } from "./accepted.ts";
import type { ChainDocument } from "./document.ts";
import { asReleaseRegistered, decoded } from "./events.ts";
import { eventsIn, type Held, merged, orderChecks, statedIn } from "./held.ts";
import { neededFor, type Subjects } from "./needed.ts";
import { epochCheck } from "./published.ts";
import { withStated } from "./stated.ts";

/** What the events have to show: the complete lists, the shards' commitments, the trusted circuits, the release. */
type ChainClaims = {
  lists: readonly ListRoot[];
  commitments: readonly bigint[];
  circuits: ReadonlyMap<string, number>;
  declared?: Declaration;
};

/**
 * `acceptedAt`: the block in which the last page was accepted for the last shard; missing if a page or shard is.
 */
type ChainFound = { checks: Check[]; acceptedAt?: BlockFacts };

/**
 * Checks that blocks with these hashes hold the events that are a release's facts: every list's epoch with its root
 * document and pages, every page of every list accepted for every shard, and the release. Facts that only a stated
 * block shows have a separate check, named `stated-`. `trustChecks` checks whether the blocks are the chain's and the
 * contracts the right ones.
 */
export function verifyChain(document: ChainDocument, claims: ChainClaims): ChainFound {
  const { checks, held } = eventsIn(document);
  const stated = statedIn(document);
  const shown = claimChecks(document, claims, held);
  const said = claimChecks(document, claims, merged(held, stated));
  return {
    checks: [
      ...checks,
      ...orderChecks(held, stated, neededFor(document, subjectsOf(document, claims))),
      ...withStated(shown.checks, said.checks),
    ],
    ...(shown.acceptedAt && { acceptedAt: shown.acceptedAt }),
  };
}

/** The checks of the claims against events. */
function claimChecks(document: ChainDocument, claims: ChainClaims, held: readonly Held[]): ChainFound {
  const { lists, commitments, circuits, declared } = claims;
  const found = commitments.flatMap((commitment, i) =>
    lists.map((list) => {
      const pages = [...list.pages.keys()];
      const accepted = acceptance(commitment, { ...list, pages }, circuits, document, held);
      return { accepted, check: acceptanceCheck(`shard-${i}-${list.name}`, pages, accepted) };
    }),
  );
  const acceptedAt = found.every((each) => each.check.ok) ? latest(found.map(({ accepted }) => accepted)) : undefined;
  return {
    checks: [
      ...lists.map((list) => epochCheck(list, document, held)),
      ...found.map((each) => each.check),
      ...(document.release === null || declared === undefined
        ? []
        : [releaseCheck(document.release, commitments, declared, document, held)]),
    ],
    ...(acceptedAt && { acceptedAt }),
  };
}

/** The shards, and the lists by their references in the document. */
const subjectsOf = (document: ChainDocument, { commitments, lists }: ChainClaims): Subjects => ({
  commitments,
  lists: lists.flatMap(({ root, pages }) =>
    document.lists
      .filter((reference) => reference.root === root)
      .map((reference) => ({ reference, pages: [...pages.keys()] })),
  ),
});

/** Every page is accepted for the shard, by circuits that the policy trusts for its page size. */
function acceptanceCheck(what: string, pages: readonly number[], { has }: Acceptance): Check {
  const missing = pages.filter((page) => !has(page));
  const problem = `no receipt shows that page ${missing.join(", ")} was accepted`;
  return check("accepted", missing.length === 0, problem, `chain-accepted-${what}`);
}

/** The last block among those that completed an acceptance; undefined if an acceptance is incomplete. */
export function latest(all: readonly Acceptance[]): BlockFacts | undefined {
  const blocks = all.flatMap(({ last }) => last ?? []);
  if (blocks.length < all.length) return undefined;
  const last = blocks.sort((a, b) => a.number - b.number).at(-1);
  return last && { number: last.number, hash: last.hash, time: last.time };
}

/** The release is registered with the declared weights and parents, and with exactly the pack's shards. */
export function releaseCheck(
  release: string,
  commitments: readonly bigint[],
  declared: Declaration,
  { releases }: ChainDocument,
  held: readonly Held[],
): Check {
  const events = held
    .flatMap(({ logs }) => logs)
    .flatMap((log) => (log.address === releases ? (decoded(() => asReleaseRegistered(log)) ?? []) : []));
  const isRelease = events.some((event) => {
    const sameShards = haveSameMembers(event.shards, commitments);
    const sameParents = event.parents.join() === declared.parents.join();
    return event.release === release && sameShards && sameParents && event.weights === `0x${declared.weights.digest}`;
  });
  const problem = "no receipt shows that the release was registered with these weights, shards and parents";
  return check("registered", isRelease, problem, "chain-release");
}
