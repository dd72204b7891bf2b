import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Blocklist, ListedPage } from "../blocklist/list.ts";
import { type BundleStatement, isPageBundle, readBundle } from "../bundle/document.ts";
import { verifyBundle } from "../bundle/verify.ts";
import type { MerkleShard } from "../commitment/shard/readShard.ts";
import type { Task } from "../plan/plan.ts";
import type { BuiltInCircuit } from "../setup/pinned.ts";
import { readDocument } from "../shared/document.ts";
import { sha256 } from "../shared/files.ts";
import { parseJson } from "../shared/json.ts";

/** A circuit and the key that its proofs verify with. */
export type KnownCircuit = Pick<BuiltInCircuit, "name" | "circuitId" | "key">;

/** The file of a proof below the folder `out`, determined by statement and circuit. */
export const proofPath = (out: string, commitment: bigint, digest: bigint, circuitId: string): string =>
  join(out, "proofs", `${sha256([commitment, digest, circuitId].join(":")).slice(0, 32)}.json`);

/** A proof of an earlier run by one of these circuits, and that circuit's name, if it still proves this statement. */
export async function findStored(
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
