import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Blocklist, ListedPage } from "../blocklist/list.ts";
import { type BundleStatement, isPageBundle, type PageBundle, readBundle, writeBundle } from "../bundle/document.ts";
import { verifyBundle } from "../bundle/verify.ts";
import type { MerkleShard } from "../commitment/shard/readShard.ts";
import { chooseBackend, type ProvingArtifacts } from "../groth16/prover/prove.ts";
import type { Circuit } from "../plan/circuits.ts";
import { planProofs, type Task } from "../plan/plan.ts";
import type { BuiltInCircuit } from "../setup/pinned.ts";
import type { Artifacts } from "../setup/verifiedArtifacts.ts";
import type { CircuitChoice } from "../shared/circuit.ts";
import { readDocument } from "../shared/document.ts";
import { sha256, writeFileAtomic } from "../shared/files.ts";
import { parseJson } from "../shared/json.ts";
import { type OnProgress, silent } from "../shared/progress.ts";
import { witnessInput } from "../witness/exclusion.ts";
import { proveSignals } from "./signals.ts";

/** A circuit and the key that its proofs verify with. */
export type KnownCircuit = Pick<BuiltInCircuit, "name" | "circuitId" | "key">;

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
 * Proves that a shard with a Merkle tree holds no entry of a list, page by page.
 *
 * @throws data `plan/no-circuit`; any error of proving
 */
export async function provePages(
  shard: MerkleShard,
  list: Blocklist,
  options: PageOptions & ProveRun,
): Promise<Proved<PageBundle>> {
  const { out, artifacts, onProgress = silent, signal } = options;
  const tasks = planProofs(shard.tree.bucketBits, list.pages, new Set(), options.circuits, options.choice);
  const statements: BundleStatement[] = [];
  const circuits: Record<string, number> = {};
  let made = 0;
  for (const task of tasks) {
    signal?.throwIfAborted();
    const { name } = task.circuit;
    const report = (what: string) => onProgress({ stage: "prove", done: task.index, total: tasks.length, what });
    const reusable = options.reusable?.(task.index) ?? [known(name, await artifacts(name))];
    const stored = await findStored(out, shard, list, task, reusable);
    if (stored === undefined) {
      report(`page ${task.index} with ${name}`);
      const circuit = await artifacts(name);
      const statement = await proveTask(shard, task, circuit, { onProgress, ...(signal ? { signal } : {}) });
      const path = proofPath(out, shard.commitment, task.page.digest, circuit.lock.circuitId);
      await writeFileAtomic(path, writeBundle(bundleOf(shard, list, [statement])));
      statements.push(statement);
      made++;
    } else {
      report(`page ${task.index} is proved already`);
      statements.push(stored.statement);
    }
    const used = stored?.name ?? name;
    circuits[used] = (circuits[used] ?? 0) + 1;
  }
  return { bundle: bundleOf(shard, list, statements), made, backend: chooseBackend().name, circuits };
}

/** The file of a proof below the folder `out`, determined by statement and circuit. */
export const proofPath = (out: string, commitment: bigint, digest: bigint, circuitId: string): string =>
  join(out, "proofs", `${sha256([commitment, digest, circuitId].join(":")).slice(0, 32)}.json`);

const known = (name: string, { key, lock }: Artifacts): KnownCircuit => ({ name, key, circuitId: lock.circuitId });

const bundleOf = ({ commitment }: MerkleShard, list: Blocklist, statements: BundleStatement[]): PageBundle => ({
  commitment,
  scheme: list.scheme,
  blocklist: { name: list.name, root: list.root },
  statements,
});

async function proveTask(
  shard: MerkleShard,
  { index, page, opening, circuit }: Task<ListedPage>,
  artifacts: ProvingArtifacts & Artifacts,
  options: { onProgress: OnProgress; signal?: AbortSignal },
): Promise<BundleStatement> {
  const statement = { commitment: shard.commitment, pageDigest: page.digest };
  const input = witnessInput(statement, page, shard.tree, shard.salt, opening, circuit);
  const signals = [shard.commitment, page.digest] as const;
  const proof = await proveSignals(artifacts, input, signals, `page ${index}`, options);
  return { page: index, pageSize: page.size, pageDigest: page.digest, circuitId: artifacts.lock.circuitId, proof };
}

/** A proof of an earlier run by one of these circuits, and that circuit's name, if it still proves this statement. */
async function findStored(
  out: string,
  shard: MerkleShard,
  list: Blocklist,
  task: Task<ListedPage>,
  circuits: readonly KnownCircuit[],
): Promise<{ statement: BundleStatement; name: string } | undefined> {
  for (const circuit of circuits) {
    const statement = await storedStatement(out, shard, list, task, circuit);
    if (statement !== undefined) return { statement, name: circuit.name };
  }
  return undefined;
}

async function storedStatement(
  out: string,
  shard: MerkleShard,
  list: Blocklist,
  { index, page }: Task<ListedPage>,
  { key, circuitId }: KnownCircuit,
): Promise<BundleStatement | undefined> {
  const path = proofPath(out, shard.commitment, page.digest, circuitId);
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined || !verifyBundle(bytes, [{ kind: "exclusion", key, pageSize: page.size }]).verdict)
    return undefined;
  const bundle = readDocument(path, "prove/invalid", "Remove the file.", (reader) =>
    readBundle(reader, parseJson(bytes, path)),
  );
  if (!isPageBundle(bundle)) return undefined;
  const { commitment, scheme, statements } = bundle;
  const [stored] = statements;
  const same =
    commitment === shard.commitment &&
    scheme === list.scheme &&
    statements.length === 1 &&
    stored!.pageDigest === page.digest &&
    stored!.circuitId === circuitId;
  return same ? { ...stored!, page: index } : undefined;
}
