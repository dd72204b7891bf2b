import { readdir } from "node:fs/promises";
import { join } from "node:path";
import type { VerificationKey } from "../groth16/verificationKey.ts";
import { CIRCUITS } from "../plan/circuits.ts";
import { artefactError } from "../shared/errors.ts";
import { PROJECT_ROOT } from "../shared/root.ts";
import { readLockedKey } from "./gate.ts";
import type { Setup } from "./lock.ts";

/** A circuit of ours that a verifier trusts, by the key that its lock pins. */
export type OurCircuit = { name: string; key: VerificationKey; pageSize: number; circuitId: string; setup: Setup };

/**
 * The circuits whose artefacts are installed. Verifying needs the lock and the verification key only: the proving key
 * may be missing.
 *
 * @throws artefact `keys/no-artefacts`, whatever is wrong with a lock or a key
 */
export async function readPinnedCircuits(folder = join(PROJECT_ROOT, "build/artefacts")): Promise<OurCircuit[]> {
  const installed = new Set(await readdir(folder).catch(() => []));
  const circuits = CIRCUITS.filter(({ name }) => installed.has(name));
  if (circuits.length === 0)
    throw artefactError(
      "keys/no-artefacts",
      `${folder} holds no circuit's artefacts`,
      "Name the folder with --artefacts, or make development artefacts by proving something.",
    );
  return Promise.all(
    circuits.map(async ({ name, entries }) => {
      const { key, lock } = await readLockedKey(join(folder, name));
      if (lock.circuit !== name)
        throw artefactError(
          "keys/lock-differs",
          `${join(folder, name)} holds the artefacts of ${lock.circuit}`,
          "Name each folder after its circuit: the page size it proves follows from the name.",
        );
      return { name, key, pageSize: entries, circuitId: lock.circuitId, setup: lock.setup };
    }),
  );
}
