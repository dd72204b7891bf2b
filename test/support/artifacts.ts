import { cp } from "node:fs/promises";
import { join } from "node:path";
import { writeLock } from "../../prover/setup/verifiedArtifacts.ts";
import { productArtifacts } from "./groth16.ts";

/**
 * Installs the small circuit of the tests in a folder like a circuit of this project; `circuit` is the name in its
 * lock.
 */
export async function installedCircuit(
  folder: string,
  circuit = "exclusion_16x60",
  name = "exclusion_16x60",
): Promise<string> {
  const own = join(folder, name);
  await cp((await productArtifacts()).folder, own, { recursive: true, dereference: true });
  await writeLock(own, { circuit, source: "0".repeat(64), setup: "development", powersOfTau: null });
  return folder;
}
