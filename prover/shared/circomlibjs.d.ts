declare module "circomlibjs" {
  type Element = Uint8Array;
  export function buildPoseidon(): Promise<{
    (inputs: Element[]): Element;
    F: { e(value: bigint): Element; toRprLE(target: Uint8Array, offset: number, element: Element): void };
  }>;
}
