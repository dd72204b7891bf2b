import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { keyToWords, type VerificationKey } from "../groth16/verificationKey.ts";
import { ALL_CIRCUITS } from "../plan/circuits.ts";
import type { CircuitKind, Setup } from "../shared/circuit.ts";
import { artifactError } from "../shared/errors.ts";
import type { CircuitId } from "../shared/ids.ts";
import { BUILD_FOLDER } from "../shared/root.ts";
import { readLock } from "./lock.ts";
import { type Artifacts, readLockedKey } from "./verifiedArtifacts.ts";

/** A circuit of this project that a verifier trusts, identified by the key that its lock pins. */
export type BuiltInCircuit = {
  name: string;
  kind: CircuitKind;
  key: VerificationKey;
  /** Entries of the page that it is about; 1 where it is about one key. */
  pageSize: number;
  circuitId: CircuitId;
  setup: Setup;
};

/**
 * A circuit as a ledger takes it: its id, page size, and the 20 words of its key.
 *
 * @param artifacts of an exclusion circuit of this package
 * @throws artifact `setup/not-exclusion`
 * @example
 * const { deployment } = await deployContracts(chain, [toCircuitToDeploy(await ensureArtifacts("exclusion_16x60"))]);
 */
export function toCircuitToDeploy({ lock, key }: Pick<Artifacts, "lock" | "key">) {
  const circuit = ALL_CIRCUITS.find(({ name, kind }) => name === lock.circuit && kind === "exclusion");
  if (circuit === undefined)
    throw artifactError(
      "setup/not-exclusion",
      `${lock.circuit} is not a circuit for exclusion`,
      "A ledger takes proofs of exclusion: name one of its circuits, such as exclusion_16x60.",
    );
  const { circuitId, setup } = lock;
  return { circuitId, setup, entries: circuit.entries, keyWords: keyToWords(key) };
}

/**
 * The circuits of these kinds whose artifacts are installed. Verifying needs only the lock and the verification key:
 * the proving key may be missing. Default kind: exclusion, the only one that a ledger accepts.
 *
 * @param named circuit ids: of the circuits installed only those whose locks have one of these are read, for to check
 * a key takes 40 ms; all of them if it is not given
 * @throws artifact `setup/no-artifacts`, whatever is wrong with a lock or a key
 * @example
 * const circuits = await readPinnedCircuits();
 * const { verdict } = verifyBundle(bundle, circuits, toExpectedList(list));
 * console.log(verdict); // true
 */
export async function readPinnedCircuits(
  folder = join(BUILD_FOLDER, "artifacts"),
  kinds: readonly CircuitKind[] = ["exclusion"],
  named?: ReadonlySet<string>,
): Promise<BuiltInCircuit[]> {
  const installed = new Set(await readdir(folder).catch(() => []));
  const circuits = ALL_CIRCUITS.filter(({ kind, name }) => kinds.includes(kind) && installed.has(name));
  if (circuits.length === 0)
    throw artifactError(
      "setup/no-artifacts",
      `${folder} holds no artifacts of a circuit for ${kinds.join(" or ")}`,
      "Give their folder as `artifacts`. Or make development artifacts by proving something.",
    );
  const read = await Promise.all(
    circuits.map(async ({ kind, name, entries }) => {
      if (named !== undefined && !named.has((await readLock(join(folder, name))).circuitId)) return [];
      const { key, lock } = await readLockedKey(join(folder, name));
      if (lock.circuit !== name)
        throw artifactError(
          "setup/lock-differs",
          `${join(folder, name)} holds the artifacts of ${lock.circuit}`,
          "Name each folder after its circuit: what its proofs say follows from the name.",
        );
      return [{ name, kind, key, pageSize: entries, circuitId: lock.circuitId, setup: lock.setup }];
    }),
  );
  return read.flat();
}
