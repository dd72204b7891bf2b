import { IMPORTERS } from "../../prover/blocklist/importers.ts";
import { writeColumns } from "../../prover/blocklist/list.ts";
import { readBlocklist } from "../../prover/blocklist/read.ts";
import { findScheme } from "../../prover/fingerprint/schemes.ts";
import { loadPoseidon } from "../../prover/native/poseidon.ts";
import { peakBytes } from "./peakMemory.ts";

// A process that builds a list of digests and reads it again. Its arguments are the file of the digests and the folder
// of the list. It prints the root of what it wrote and read, and the peak of resident memory.
const [, , file, folder] = process.argv as [string, string, string, string];
const poseidon = await loadPoseidon();
const { entries } = await IMPORTERS.hashes(file, findScheme("sha256"));
const terms = { name: "large", scheme: "sha256", pageSize: 256, confidential: false } as const;
const written = await writeColumns(folder, terms, entries, poseidon);
const read = await readBlocklist(folder, poseidon);
const measured = {
  entries: read.pages.reduce((sum, { labels }) => sum + labels.length, 0),
  isSame: written.root === read.root,
  peakBytes: peakBytes(),
};
process.stdout.write(JSON.stringify(measured));
