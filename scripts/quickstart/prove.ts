import { readFile } from "node:fs/promises";
import * as disjoint from "../../prover/index.ts";
import { at } from "./data.ts";

type ProveRun = Pick<disjoint.ProveOptions, "shard" | "list" | "artifacts" | "circuits" | "engine" | "onProgress">;

/** What was proved, the bundle as it was written, and the number of its proofs that were made and reused. */
type ProvedShard = { made: number; reused: number; backend: string; file: Uint8Array; bundle: disjoint.Bundle };

/** Proves that a shard holds no entry of a list, and reads the bundle. */
export async function prove(out: string, options: ProveRun): Promise<ProvedShard> {
  const proved = await disjoint.proveShard({ ...options, out: at(out) });
  if (!("bundle" in proved)) throw new Error(`the corpus holds ${proved.present.length} of the opted-out works`);
  const { bundle: path, made, reused, backend } = proved;
  const file = await readFile(path);
  return { made, reused, backend, file, bundle: disjoint.parseBundle(file) };
}

/** The statements of a bundle of disjointness proofs as the ledger takes them, if the list's epochs are the chain's. */
export function toDisjointnessItems(bundle: disjoint.Bundle, list: disjoint.ListId): disjoint.DisjointnessItem[] {
  if (disjoint.isPageBundle(bundle)) throw new Error("the bundle has proofs by page");
  const { commitment, accumulator, statements } = bundle;
  return statements.map(({ from, to, list: listAccumulator, proof }) => ({
    list,
    epoch: to,
    added: from > 0,
    listAccumulator,
    commitment,
    accumulator,
    proof,
  }));
}
