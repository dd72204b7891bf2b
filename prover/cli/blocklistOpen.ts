import { readBlocklist } from "../blocklist/read.ts";
import { writeListing } from "../bundle/listing.ts";
import { ensureArtifacts } from "../setup/artifacts.ts";
import { usageError } from "../shared/errors.ts";
import { writeFileAtomic } from "../shared/files.ts";
import { quoted } from "../shared/names.ts";
import { proveListing } from "../statements/listing.ts";
import { type Command, required } from "./command.ts";
import { loadKernel } from "./kernel.ts";
import { requiredKey, WORK_OPTIONS } from "./work.ts";

export const blocklistOpen: Command = {
  name: "blocklist open",
  summary: "Prove to a third party where one work stands in a list, and disclose no other entry",
  usage: "LIST_DIR (WORK | --value TEXT | --key HEX) --out FILE",
  options: { ...WORK_OPTIONS, out: { type: "string" } },
  async run({ positionals: [folder, ...work], values, onProgress }) {
    if (folder === undefined) throw usageError("cli/arguments", "no list is named", "Name the folder of a list.");
    const out = required(values, "out");
    const list = await readBlocklist(folder, await loadKernel(onProgress));
    const key = await requiredKey(work, values, list.scheme);
    const artifacts = (circuit: string) => ensureArtifacts(circuit, { onProgress });
    const listing = await proveListing({ list, key, artifacts, onProgress });
    await writeFileAtomic(out, writeListing(listing));
    const { page, epoch } = listing;
    const json = { key: listing.key, list: list.name, page, epoch, file: out };
    return { verdict: true, json, text: `page ${page} of ${quoted(list.name)}, from epoch ${epoch} on\n${out}` };
  },
};
