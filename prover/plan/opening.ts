import type { BlocklistPage } from "../blocklist/format.ts";
import { KEY_BYTES } from "../fingerprint/key.ts";
import type { CircuitChoice } from "../shared/circuit.ts";
import { maxOf } from "../shared/collections.ts";
import { dataError } from "../shared/errors.ts";
import { bucketOf, levelBase, levelCount, levelWidth, MAX_BUCKET_BITS, parentId, routeOf } from "../tree/shape.ts";
import { CIRCUITS, type Circuit } from "./circuits.ts";

/** The tree nodes that must be opened for a page. */
export type Opening = {
  readonly bucketBits: number;
  readonly buckets: readonly number[];
  readonly nodeIds: readonly number[];
};

/**
 * The one bucket that each key of a page may be in, and every node above those buckets once: heap ids, ascending, the
 * root first.
 */
export function openingOf(page: BlocklistPage, bucketBits: number): Opening {
  const buckets = page.keys.map((key) => bucketOf(routeOf(key.subarray(0, KEY_BYTES)), bucketBits));
  const base = levelBase(levelCount(bucketBits));
  const ids = new Set<number>();
  for (const bucket of buckets)
    for (let id = parentId(base + bucket); !ids.has(id); id = parentId(id)) {
      ids.add(id);
      if (id === 0) break;
    }
  return { bucketBits, buckets, nodeIds: [...ids].sort((a, b) => a - b) };
}

/**
 * The most nodes that must be opened for a page in a tree of any depth. For a confidential page, whose entries must not
 * be revealed even by this number, the most of any page of its size. A tree that is four bits deeper has the same
 * levels and one more, so the four deepest decide.
 */
function mostNodes(page: BlocklistPage): number {
  const depths = Array.from({ length: 4 }, (_, i) => MAX_BUCKET_BITS - i);
  return maxOf(
    depths.map((bucketBits) => {
      if (page.salt === 0n) return openingOf(page, bucketBits).nodeIds.length;
      const widths = Array.from({ length: levelCount(bucketBits) }, (_, level) => levelWidth(bucketBits, level));
      return widths.reduce((sum, width) => sum + Math.min(page.size, width), 0);
    }),
  );
}

export const hasRoom = ({ entries, nodes }: Circuit, page: BlocklistPage, opening: Opening): boolean =>
  entries === page.size && nodes >= opening.nodeIds.length;

/**
 * The smallest circuit with room for a page in any tree, or else the largest for its size; undefined if there is none.
 */
export const uniformCircuit = (page: BlocklistPage, circuits: readonly Circuit[] = CIRCUITS): Circuit | undefined =>
  withRoom(page, mostNodes(page), circuits);

function withRoom(page: BlocklistPage, needed: number, circuits: readonly Circuit[]): Circuit | undefined {
  const own = circuits.filter(({ entries }) => entries === page.size).sort((a, b) => a.nodes - b.nodes);
  return own.find(({ nodes }) => nodes >= needed) ?? own.at(-1);
}

/**
 * The circuit for an opening. Everyone who sees the proof sees which circuit it is of.
 *
 * `uniform`: the smallest with room for the page in any tree, or else the largest; it depends on the page alone.
 * `smallest`: the smallest with room for the opening. It takes at most half the time, but reveals the tree's depth
 * within some bits, and thereby roughly how many keys the shard has.
 *
 * In a tree of more than 2^23 buckets a page may open more nodes than the uniform circuit has. Then a larger one is
 * taken, and reveals that the shard has more than 20 million keys.
 *
 * @throws data `plan/no-circuit`
 */
export function circuitFor(
  page: BlocklistPage,
  opening: Opening,
  circuits: readonly Circuit[] = CIRCUITS,
  choice: CircuitChoice = "uniform",
): Circuit {
  const smallest = withRoom(page, opening.nodeIds.length, circuits);
  const uniform = uniformCircuit(page, circuits);
  const isRoomy = uniform !== undefined && hasRoom(uniform, page, opening);
  const chosen = choice === "smallest" || (!isRoomy && opening.bucketBits > MAX_BUCKET_BITS) ? smallest : uniform;
  if (chosen && hasRoom(chosen, page, opening)) return chosen;
  throw dataError(
    "plan/no-circuit",
    `a page of ${page.size} needs ${opening.nodeIds.length} tree nodes opened, and no circuit has so many`,
    "Commit the dataset as several smaller shards.",
  );
}
