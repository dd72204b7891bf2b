/** Makes accumulators and a proof of random sets in a process of its own, whose peak memory it prints. */
import { randomBytes } from "node:crypto";
import { openEngine } from "../../prover/accumulator/engine.ts";
import { openPowers } from "../../prover/setup/powers/open.ts";
import { FIELD_BYTES } from "../../prover/shared/field.ts";
import { peakBytes } from "./peakMemory.ts";

export type MemoryJob = { what: "keys" | "entries" | "proof"; folder: string; keys: number; entries: number };

const { what, folder, keys, entries } = JSON.parse(process.argv[2]!) as MemoryJob;
const engine = openEngine(await openPowers(`${folder}/powers`));
const set = randomSet(what === "keys" ? keys : entries);
const coefficients = `${folder}/coefficients`;
const before = process.memoryUsage.rss();
if (what === "keys") await engine.accumulateKeys({ keys: set, multiplier: 5n, coefficients });
if (what === "entries") await engine.accumulateEntries({ entries: set, multiplier: 1n });
if (what === "proof")
  await engine.proveDisjoint({
    lists: [{ entries: set, multiplier: 1n }],
    shards: [{ coefficients, blinding: 7n }],
  });
process.stdout.write(String(peakBytes() - before));

/** Elements of 248 bits. */
function randomSet(count: number): Uint8Array {
  const bytes = randomBytes(count * FIELD_BYTES);
  for (let last = FIELD_BYTES - 1; last < bytes.length; last += FIELD_BYTES) bytes[last] = 0;
  return bytes;
}
