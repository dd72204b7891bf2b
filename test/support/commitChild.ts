import { commitShard } from "../../prover/commitment/commit.ts";
import { loadPoseidon } from "../../prover/native/poseidon.ts";
import { DisjointError } from "../../prover/shared/errors.ts";
import { peakBytes } from "./peakMemory.ts";

// A process that commits, and can be killed. Its one argument is the options as JSON, with the bytes that it may use
// beyond its initial memory. It prints the code of its error or "accepted", its peak of resident memory, and the bound.
const { room, ...options } = JSON.parse(process.argv[2]!);
const poseidon = await loadPoseidon();
const memoryBytes = room && process.memoryUsage.rss() + room;
let code = "accepted";
try {
  await commitShard({ ...options, poseidon, memoryBytes });
} catch (error) {
  if (!(error instanceof DisjointError)) throw error;
  code = error.code;
}
process.stdout.write(JSON.stringify({ code, peakBytes: peakBytes(), memoryBytes }));
