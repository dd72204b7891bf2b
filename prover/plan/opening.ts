import type { Page } from "../blocklist/page.ts";
import { KEY_BYTES } from "../fingerprint/key.ts";
import { dataError } from "../shared/errors.ts";
import { bucketOf, levelBase, levelCount, parentId, routeOf } from "../tree/shape.ts";
import { CIRCUITS, type Circuit } from "./circuits.ts";

/** The tree nodes that a page needs opened. */
export type Opening = {
  readonly bucketBits: number;
  readonly buckets: readonly number[];
  readonly nodeIds: readonly number[];
};

/** Which bucket each key of a page may be in, and every node above those buckets once: heap ids, ascending, the root first. */
export function openingOf(page: Page, bucketBits: number): Opening {
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

export const hasRoom = ({ entries, nodes }: Circuit, page: Page, opening: Opening): boolean =>
  entries === page.size && nodes >= opening.nodeIds.length;

/**
 * The smallest circuit with room for an opening.
 *
 * @throws data `plan/no-circuit`
 */
export function circuitFor(page: Page, opening: Opening, circuits: readonly Circuit[] = CIRCUITS): Circuit {
  const fits = circuits.filter((circuit) => hasRoom(circuit, page, opening));
  const smallest = fits.sort((a, b) => a.nodes - b.nodes)[0];
  if (smallest) return smallest;
  throw dataError(
    "plan/no-circuit",
    `a page of ${page.size} needs ${opening.nodeIds.length} tree nodes opened, and no circuit has so many`,
    "Commit the dataset as several smaller shards.",
  );
}
