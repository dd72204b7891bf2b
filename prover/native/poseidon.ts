import { circomlibPoseidon, type Poseidon, poseidonFrom } from "../shared/poseidon.ts";
import { loadNative } from "./index.ts";

/**
 * The fastest Poseidon of this machine: the kernel's if it has been built. Both give identical results.
 *
 * @example
 * const poseidon = await loadPoseidon();
 * console.log((await poseidon.hash([1n, 2n])) > 0n); // true
 */
export async function loadPoseidon(): Promise<Poseidon> {
  const native = loadNative();
  if (native === undefined) return circomlibPoseidon();
  return poseidonFrom(`native ${native.backend}`, (arity, inputs) => native.poseidon(arity, inputs));
}
