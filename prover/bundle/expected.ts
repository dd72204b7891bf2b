import type { ListAccumulators } from "../accumulator/listAccumulators.ts";

/** The blocklist that a verifier expects, from the list's own file or a chain: all its pages, in order. */
export type ExpectedList = {
  name: string;
  /** SHA-256 of the list's root document, lower-case hex. */
  root: string;
  scheme: string;
  pages: { pageSize: number; pageDigest: bigint }[];
  /** Those of the list's epochs, if it has any: what disjointness proofs are compared with. */
  accumulators?: ListAccumulators;
  /**
   * The root document itself. Earlier epochs follow from it: a statement about one of them is `behind`, not false.
   */
  document?: Uint8Array;
};

/** What is public of a list that was read or built, as `readBlocklist` and `writeBlocklist` return it. */
export type PublicList = {
  name: string;
  root: string;
  scheme: string;
  pages: readonly { size: number; digest: bigint }[];
  accumulators?: ListAccumulators;
};

/**
 * What a verifier expects of proofs about a list.
 *
 * @param document the list's root document, which distinguishes proofs of earlier epochs from false ones
 * @example
 * const { verdict } = verifyBundle(bundle, circuits, toExpectedList(list));
 * console.log(verdict); // true
 */
export function toExpectedList(list: PublicList, document?: Uint8Array): ExpectedList {
  const { name, root, scheme, pages, accumulators } = list;
  const expected = {
    name,
    root,
    scheme,
    pages: pages.map(({ size, digest }) => ({ pageSize: size, pageDigest: digest })),
    ...(accumulators && { accumulators }),
  };
  return document === undefined ? expected : { ...expected, document };
}
