import type { ListRoot } from "../../bundle/listRoot.ts";
import { haveSameMembers } from "../../shared/collections.ts";
import { type Check, check } from "../../shared/verdict.ts";
import type { BlockFacts, Declaration } from "../facts.ts";
import { acceptance } from "./accepted.ts";
import { accumulatorsCheck, disjointSince } from "./accumulators.ts";
import type { ChainDocument } from "./document.ts";
import { asReleaseRegistered } from "./events.ts";
import { eventsIn, eventsOf, type Held, merged, orderChecks, statedIn } from "./held.ts";
import { neededFor, type Subjects } from "./needed.ts";
import { epochCheck } from "./published.ts";
import { withStated } from "./stated.ts";

/** A shard. `powers`: the id of the powers of tau of its accumulator; missing for a shard that is proved by page. */
type ClaimedShard = { commitment: bigint; powers?: string | undefined };

/** What the events have to show: the complete lists, the shards, the trusted circuits, the release. */
type ChainClaims = {
  lists: readonly ListRoot[];
  shards: readonly ClaimedShard[];
  circuits: ReadonlyMap<string, number>;
  declared?: Declaration;
};

/**
 * `acceptedAt`: the block in which the last list was accepted for the last shard; missing if one was not.
 */
type ChainFound = { checks: Check[]; acceptedAt?: BlockFacts };

/**
 * Checks that blocks with these hashes hold the events that are a release's facts: every list's epoch with its root
 * document and with the pages or accumulators that its proofs are about, every list accepted for every shard, and the
 * release. Facts that only a stated
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
  const { lists, shards, declared } = claims;
  const found = shards.flatMap((shard, i) =>
    lists.map((list) => acceptanceOf(`chain-accepted-shard-${i}-${list.name}`, shard, list, claims, document, held)),
  );
  const acceptedAt = found.every((each) => each.check.ok) ? latest(found) : undefined;
  const areByPage = shards.filter(({ powers }) => powers === undefined).length;
  const commitments = commitmentsOf(claims);
  return {
    checks: [
      ...lists.flatMap((list) => [
        ...(areByPage > 0 ? [epochCheck(list, document, held)] : []),
        ...(areByPage < shards.length ? [accumulatorsCheck(list, document, held)] : []),
      ]),
      ...found.map((each) => each.check),
      ...(document.release === null || declared === undefined
        ? []
        : [releaseCheck(document.release, commitments, declared, document, held)]),
    ],
    ...(acceptedAt && { acceptedAt }),
  };
}

const commitmentsOf = ({ shards }: ChainClaims): bigint[] => shards.map(({ commitment }) => commitment);

/** Whether a list is accepted for a shard, and the last block of that. */
function acceptanceOf(
  name: string,
  { commitment, powers }: ClaimedShard,
  list: ListRoot,
  { circuits }: ChainClaims,
  document: ChainDocument,
  held: readonly Held[],
): { check: Check; last?: BlockFacts } {
  if (powers !== undefined) {
    const last = disjointSince({ commitment, powers }, list.root, document, held);
    const problem = "no receipt shows that a disjointness proof was accepted up to just this epoch";
    return { check: check("accepted", last !== undefined, problem, name), ...(last && { last }) };
  }
  const pages = [...list.pages.keys()];
  const { has, last } = acceptance(commitment, { ...list, pages }, circuits, document, held);
  const missing = pages.filter((page) => !has(page));
  const problem = `no receipt shows that page ${missing.join(", ")} was accepted`;
  return { check: check("accepted", missing.length === 0, problem, name), ...(last && { last }) };
}

/** The shards, and the lists by their references in the document. */
const subjectsOf = (document: ChainDocument, claims: ChainClaims): Subjects => ({
  commitments: commitmentsOf(claims),
  lists: claims.lists.flatMap(({ root, pages }) =>
    document.lists
      .filter((reference) => reference.root === root)
      .map((reference) => ({ reference, pages: [...pages.keys()] })),
  ),
});

/** The last block among those that completed an acceptance; undefined if an acceptance is incomplete. */
export function latest(all: readonly { last?: BlockFacts }[]): BlockFacts | undefined {
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
  const isRelease = eventsOf(held, releases, asReleaseRegistered).some(({ event }) => {
    const sameShards = haveSameMembers(event.shards, commitments);
    const sameParents = event.parents.join() === declared.parents.join();
    return event.release === release && sameShards && sameParents && event.weights === `0x${declared.weights.digest}`;
  });
  const problem = "no receipt shows that the release was registered with these weights, shards and parents";
  return check("registered", isRelease, problem, "chain-release");
}
