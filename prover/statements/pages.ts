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
import { type WitnessInput, witnessInput } from "../witness/exclusion.ts";
import { pipeline } from "./pipeline.ts";
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

/** What a page's statement is made of: a proof of an earlier run, or the witness for a new one. */
type Prepared = { name: string; stored: BundleStatement } | { name: string; artifacts: Artifacts; witness: Uint8Array };

/**
 * Proves that a shard with a Merkle tree holds no entry of a list, page by page. While a page is proved, the witness of
 * the next one is calculated.
 *
 * @throws data `plan/no-circuit`; any error of proving
 */
export async function provePages(
  shard: MerkleShard,
  list: Blocklist,
  options: PageOptions & ProveRun,
): Promise<Proved<PageBundle>> {
  const { onProgress = silent } = options;
  const tasks = planProofs(shard.tree.bucketBits, list.pages, new Set(), options.circuits, options.choice);
  const circuits: Record<string, number> = {};
  let made = 0;
  const use = async (task: Task<ListedPage>, page: Prepared): Promise<BundleStatement> => {
    const report = (what: string) => onProgress({ stage: "prove", done: task.index, total: tasks.length, what });
    circuits[page.name] = (circuits[page.name] ?? 0) + 1;
    if ("stored" in page) {
      report(`page ${task.index} is proved already`);
      return page.stored;
    }
    report(`page ${task.index} with ${page.name}`);
    made++;
    return provePage(shard, list, task, page, options);
  };
  const prepare = (task: Task<ListedPage>) => preparePage(shard, list, task, options);
  const statements = await pipeline(tasks, prepare, use, wipe);
  return { bundle: bundleOf(shard, list, statements), made, backend: chooseBackend().name, circuits };
}

async function preparePage(
  shard: MerkleShard,
  list: Blocklist,
  task: Task<ListedPage>,
  { out, artifacts, reusable, signal }: PageOptions & ProveRun,
): Promise<Prepared> {
  signal?.throwIfAborted();
  const { name } = task.circuit;
  const stored = await findPageProof(shard, list, task, { out, artifacts, ...(reusable && { reusable }) });
  if (stored !== undefined) return { name: stored.name, stored: stored.statement };
  const own = await artifacts(name);
  return {
    name,
    artifacts: own,
    witness: await makeWitness(own, pageInput(shard, task), { threads: 1, ...(signal ? { signal } : {}) }),
  };
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

async function provePage(
  shard: MerkleShard,
  list: Blocklist,
  { index, page }: Task<ListedPage>,
  { artifacts, witness }: Exclude<Prepared, { stored: unknown }>,
  { out, onProgress = silent, signal }: ProveRun,
): Promise<BundleStatement> {
  const { circuitId } = artifacts.lock;
  const signals = [shard.commitment, page.digest] as const;
  const run = { onProgress, ...(signal ? { signal } : {}) };
  const proof = await proveWitnessSignals(artifacts, witness, signals, `page ${index}`, run);
  return keepPageProof(out, shard, list, {
    page: index,
    pageSize: page.size,
    pageDigest: page.digest,
    circuitId,
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

function wipe(page: Prepared): void {
  if ("witness" in page) page.witness.fill(0);
}

const known = (name: string, { key, lock }: Artifacts): KnownCircuit => ({ name, key, circuitId: lock.circuitId });

const bundleOf = ({ commitment }: MerkleShard, list: Blocklist, statements: BundleStatement[]): PageBundle => ({
  commitment,
  scheme: list.scheme,
  blocklist: { name: list.name, root: list.root },
  statements,
});
