/** A box of a graph: which row it is in, counted from the top, and which place in that row. */
export type Box = { place: number; row: number; column: number };

/** Puts releases in rows by how many steps away they are; within a row in the order of their registration. */
export function toBoxes(found: readonly { place: number; depth: number }[]): Box[] {
  const rows = new Map<number, number>();
  return [...found]
    .sort((a, b) => a.depth - b.depth || a.place - b.place)
    .map(({ place, depth }) => {
      const column = rows.get(depth) ?? 0;
      rows.set(depth, column + 1);
      return { place, row: depth, column };
    });
}
