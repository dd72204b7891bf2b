import { readBlocklist } from "../blocklist/read.ts";
import { writeListing } from "../bundle/listing.ts";
import { ensureArtifacts } from "../setup/artifacts.ts";
import { usageError } from "../shared/errors.ts";
import { writeFileAtomic } from "../shared/files.ts";
import { quoted } from "../shared/names.ts";
import { proveListing } from "../statements/listing.ts";
import type { Run } from "./commands/definition.ts";
import { loadKernel } from "./kernel.ts";
import { required } from "./values.ts";
import { requiredKey } from "./work.ts";

export const runBlocklistOpen: Run = async ({ positionals: [folder, ...work], values, onProgress }) => {
  if (folder === undefined) throw usageError("cli/arguments", "no list is given", "Pass the folder of a list.");
  const out = required(values, "out");
  const list = await readBlocklist(folder, await loadKernel(onProgress));
  const key = await requiredKey(work, values, list.scheme);
  const artifacts = (circuit: string) => ensureArtifacts(circuit, { onProgress });
  const listing = await proveListing({ list, key, artifacts, onProgress });
  await writeFileAtomic(out, writeListing(listing));
  const { page, epoch } = listing;
  const json = { key: listing.key, list: list.name, page, epoch, file: out };
  return { verdict: true, json, text: `page ${page} of ${quoted(list.name)}, from epoch ${epoch} on\n${out}` };
};
