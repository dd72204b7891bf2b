import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { bytesToHex } from "@noble/hashes/utils.js";
import { dataError } from "../../shared/errors.ts";
import { readInput, writeFileAtomic } from "../../shared/files.ts";
import { rootOf } from "../tree.ts";
import { isInBatch, makeOutputBatch, type OutputBatch, type OutputProof, proveOutput } from "./batch.ts";

const DIGESTS = "digests.txt";
const NODES = "tree.bin";
const PLACES = "places.bin";
const HINT = "Make the batch again.";

/**
 * Makes a batch of the digests in a file, as `sha256sum` writes them or one a line, and writes it to a folder, from
 * which proofs are made later.
 *
 * @throws data `custody/not-found`, `custody/invalid`
 */
export async function writeOutputBatch(digests: string, out: string): Promise<OutputBatch> {
  const text = await readInput(digests, "custody/not-found", "Give a file with one SHA-256 a line.");
  const lines = text.toString("latin1").split("\n");
  if (lines.at(-1) === "") lines.pop();
  const batch = makeOutputBatch(lines.map((line) => /^\S*/.exec(line)![0]));
  await writeFileAtomic(join(out, NODES), batch.tree.nodes);
  await writeFileAtomic(join(out, PLACES), new Uint8Array(batch.tree.places.buffer));
  await writeFileAtomic(join(out, DIGESTS), `${batch.digests.join("\n")}\n`);
  return batch;
}

/**
 * The proof that a digest is in the batch in a folder. It is checked before it is returned.
 *
 * @throws data `custody/not-found`, `custody/not-in-batch`, `custody/invalid`
 */
export async function proveStoredOutput(folder: string, sha256: string): Promise<OutputProof> {
  const digests = (await readInput(join(folder, DIGESTS), "custody/not-found", HINT))
    .toString("latin1")
    .trim()
    .split("\n");
  const nodes = new Uint8Array(await readFile(join(folder, NODES)));
  const places = new Uint32Array(Uint8Array.from(await readFile(join(folder, PLACES))).buffer);
  const isWhole = nodes.length === 32 * (2 * digests.length - 1) && places.length === digests.length;
  if (!isWhole) throw dataError("custody/invalid", `${folder} holds no whole batch`, HINT);
  const tree = { nodes, places };
  const proof = proveOutput({ root: bytesToHex(rootOf(tree)), digests, tree }, sha256);
  if (proof === undefined)
    throw dataError("custody/not-in-batch", `${sha256} is not in ${folder}`, "Make a batch with it.");
  if (!isInBatch(proof)) throw dataError("custody/invalid", `${folder} is damaged`, HINT);
  return proof;
}
