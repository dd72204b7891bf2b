declare module "circomlibjs" {
  type Element = Uint8Array;
  export function buildPoseidon(): Promise<{
    (inputs: Element[]): Element;
    F: { e(value: bigint): Element; toRprLE(target: Uint8Array, offset: number, element: Element): void };
  }>;
  /** circomlib's sparse Merkle tree in memory; elements are in Montgomery form. */
  export function newMemEmptyTrie(): Promise<{
    F: { toString(element: unknown): string };
    root: unknown;
    insert(key: bigint, value: bigint): Promise<unknown>;
    find(key: bigint): Promise<{
      found: boolean;
      siblings: unknown[];
      isOld0: boolean;
      notFoundKey: unknown;
      notFoundValue: unknown;
    }>;
  }>;
}
