import { loadNative } from "../native/index.ts";
import { loadPoseidon } from "../native/poseidon.ts";
import type { Poseidon } from "../shared/poseidon.ts";
import type { OnProgress } from "../shared/progress.ts";

/** The fastest hashing of this machine; says so when that is not the kernel's. */
export async function loadKernel(onProgress: OnProgress): Promise<Poseidon> {
  const what = "there is no native kernel (disjoint build-native): snarkjs and circomlibjs do the work, slower";
  if (loadNative() === undefined) onProgress({ stage: "native", done: 0, what });
  return loadPoseidon();
}
