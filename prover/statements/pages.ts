import type { Blocklist, ListedPage } from "../blocklist/list.ts";
import { type BundleStatement, type PageBundle, writeBundle } from "../bundle/document.ts";
import type { MerkleShard } from "../commitment/shard/readShard.ts";
import { chooseBackend } from "../groth16/prover/prove.ts";
import { makeWitness } from "../groth16/prover/witness.ts";
import type { Circuit } from "../plan/circuits.ts";
import { planProofs, type Task } from "../plan/plan.ts";
import type { Artifacts } from "../setup/verifiedArtifacts.ts";
import type { CircuitChoice } from "../shared/circuit.ts";
import { writeFileAtomic } from "../shared/files.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { mapConcurrently } from "../shared/promises.ts";
import { type WitnessInput, witnessInput } from "../witness/exclusion.ts";
import { PageTally } from "./pageTally.ts";
import { proveWitnessSignals } from "./signals.ts";
import { findStored, type KnownCircuit, proofPath } from "./storedProofs.ts";

/** How pages are proved. */
export type PageOptions = {
  /** Loads the verified artifacts of a circuit by name. */
  artifacts(circuit: string): Promise<Artifacts>;
  /** The circuits to choose from first. Default: all. */
  circuits?: readonly Circuit[];
  /** How to choose the circuit of a page. Default: `uniform`, which reveals nothing about the shard. */
  choice?: CircuitChoice;
  /** Circuits whose existing proofs of a page, by its number, are accepted. Default: the chosen one. */
  reusable?(page: number): readonly KnownCircuit[];
};

/** Where proofs go, and what is called while they are made. */
export type ProveRun = { out: string; onProgress?: OnProgress; signal?: AbortSignal };

/** A bundle, the number of its proofs that were made, by what, and the number of its proofs by circuit. */
export type Proved<B> = { bundle: B; made: number; backend: string; circuits: Record<string, number> };

/**
 * Proves that a shard with a Merkle tree holds no entry of a list, page by page, as many at a time as suits the prover.
 *
 * @throws data `plan/no-circuit`; any error of proving
 */
export async function provePages(
  shard: MerkleShard,
  list: Blocklist,
  options: PageOptions & ProveRun,
): Promise<Proved<PageBundle>> {
  const tasks = planProofs(shard.tree.bucketBits, list.pages, new Set(), options.circuits, options.choice);
  const { name: backend, atOnce } = chooseBackend();
  const tally = new PageTally(tasks.length, options.onProgress);
  const provePage = async (task: Task<ListedPage>): Promise<BundleStatement> => {
    options.signal?.throwIfAborted();
    const stored = await findPageProof(shard, list, task, options);
    if (stored !== undefined) {
      tally.found(task.index, stored.name);
      return stored.statement;
    }
    const onProgress = tally.begin(task.index, task.circuit.name);
    const statement = await makePageProof(shard, list, task, { ...options, onProgress });
    tally.end(task.index, task.circuit.name);
    return statement;
  };
  const statements = await mapConcurrently(tasks, provePage, atOnce);
  const { made, circuits } = tally;
  return { bundle: bundleOf(shard, list, statements), made, backend, circuits };
}

/** A proof of a page that an earlier run left in the folder `out`, and the name of its circuit. */
async function findPageProof(
  shard: MerkleShard,
  list: Blocklist,
  task: Task<ListedPage>,
  { out, artifacts, reusable }: Pick<PageOptions, "artifacts" | "reusable"> & Pick<ProveRun, "out">,
): Promise<{ statement: BundleStatement; name: string } | undefined> {
  const { name } = task.circuit;
  return findStored(out, shard, list, task, reusable?.(task.index) ?? [known(name, await artifacts(name))]);
}

/** The inputs of the circuit of a page's statement. They are secret. */
export function pageInput(shard: MerkleShard, { page, opening, circuit }: Task<ListedPage>): WitnessInput {
  const statement = { commitment: shard.commitment, pageDigest: page.digest };
  return witnessInput(statement, page, shard.tree, shard.salt, opening, circuit);
}

async function makePageProof(
  shard: MerkleShard,
  list: Blocklist,
  task: Task<ListedPage>,
  { out, artifacts, onProgress = silent, signal }: PageOptions & ProveRun,
): Promise<BundleStatement> {
  const { index, page, circuit } = task;
  const own = await artifacts(circuit.name);
  const cancel = signal ? { signal } : {};
  const witness = await makeWitness(own, pageInput(shard, task), { threads: 1, ...cancel });
  const signals = [shard.commitment, page.digest] as const;
  const proof = await proveWitnessSignals(own, witness, signals, `page ${index}`, { onProgress, ...cancel });
  return keepPageProof(out, shard, list, {
    page: index,
    pageSize: page.size,
    pageDigest: page.digest,
    circuitId: own.lock.circuitId,
    proof,
  });
}

/** Writes the proof of a page to the folder `out`, where the next run finds it. */
export async function keepPageProof(
  out: string,
  shard: MerkleShard,
  list: Blocklist,
  statement: BundleStatement,
): Promise<BundleStatement> {
  const path = proofPath(out, shard.commitment, statement.pageDigest, statement.circuitId);
  await writeFileAtomic(path, writeBundle(bundleOf(shard, list, [statement])));
  return statement;
}

const known = (name: string, { key, lock }: Artifacts): KnownCircuit => ({ name, key, circuitId: lock.circuitId });

const bundleOf = ({ commitment }: MerkleShard, list: Blocklist, statements: BundleStatement[]): PageBundle => ({
  commitment,
  scheme: list.scheme,
  blocklist: { name: list.name, root: list.root },
  statements,
});
