/** What the verifier knows of the blocklist from elsewhere: the list's own file or a chain. All its pages, in order. */
export type ExpectedList = {
  name: string;
  /** SHA-256 of the list's root document, lower-case hex. */
  root: string;
  scheme: string;
  pages: { pageSize: number; pageDigest: bigint }[];
  /**
   * The root document itself. Earlier epochs follow from it: what is sound up to one of them is not false, but
   * behind.
   */
  document?: Uint8Array;
};
