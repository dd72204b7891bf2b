/** What is said of a line: whether it is a plain object with all wanted texts, and whether its names are new. */
export const LINE = { other: 0, sameNames: 1, newNames: 2 } as const;

/** Added to the start and the end of a text that is among the `texts`, since it had escapes, and not in the line. */
export const IN_TEXTS = 0x8000_0000;

/** Numbers per line: what it is, then the start and the end of each wanted text. */
export const placesPerLine = (wanted: number): number => 1 + 2 * wanted;

type PlainObjects = { places: Uint32Array; texts: Uint8Array };

/**
 * Finds the texts of many lines that are objects of strings and scalars, as `readPlainObject` of the source does of one
 * line. A line with `LINE.sameNames` has the names of the one before that was found, in the same order.
 *
 * @param bytes in which each line is UTF-8
 * @param bounds the start and the end of each line
 * @param wanted different names
 */
export type ReadPlainObjects = (bytes: Uint8Array, bounds: Uint32Array, wanted: readonly string[]) => PlainObjects;
