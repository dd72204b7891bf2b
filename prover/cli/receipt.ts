import { readBlocklist } from "../blocklist/read.ts";
import { excludingRelease } from "../evidence/makeReceipt.ts";
import { type ExcludingRelease, writeReceipt } from "../evidence/receipt.ts";
import { ensureArtefacts } from "../keys/artefacts.ts";
import { proveListed } from "../run/listing.ts";
import { usageError } from "../shared/errors.ts";
import { writeFileAtomic } from "../shared/files.ts";
import { quoted } from "../shared/names.ts";
import { count } from "../shared/words.ts";
import { type Command, many, required } from "./command.ts";
import { loadKernel } from "./kernel.ts";
import { readWhatIsVerified } from "./verify/kind.ts";
import { archiveOf } from "./verify/pack.ts";
import { requiredKey, WORK_OPTIONS } from "./work.ts";

export const receipt: Command = {
  name: "receipt",
  summary: "Give a rights holder one file for one work: where it is listed, and the releases proved to exclude it",
  usage: "(WORK | --value TEXT | --key HEX) --list DIR --pack PACK... --out FILE",
  options: {
    ...WORK_OPTIONS,
    list: { type: "string" },
    pack: { type: "string", multiple: true },
    out: { type: "string" },
  },
  async run({ positionals, values, onProgress }) {
    const [folder, out, packs] = [required(values, "list"), required(values, "out"), many(values, "pack")];
    if (packs.length === 0)
      throw usageError("cli/missing-option", "--pack is missing", "Name the evidence packs of the releases.");
    const list = await readBlocklist(folder, await loadKernel(onProgress));
    const key = await requiredKey(positionals, values, list.scheme);
    const artefacts = (circuit: string) => ensureArtefacts(circuit, { onProgress });
    const listing = await proveListed({ list, key, artefacts, onProgress });
    const releases: ExcludingRelease[] = [];
    const [without, unshown]: [string[], string[]] = [[], []];
    for (const path of packs) {
      const release = excludingRelease(archiveOf(await readWhatIsVerified(path, [])), listing);
      if (release === undefined) without.push(path);
      else releases.push(release);
      if (release?.chain === null) unshown.push(path);
    }
    const file = writeReceipt({ listing, releases });
    await writeFileAtomic(out, file);
    const { page, epoch } = listing;
    const json = { key: listing.key, list: list.name, page, epoch, releases: releases.length, without, file: out };
    const text = [
      `page ${page} of ${quoted(list.name)}, from epoch ${epoch} on; excluded by ${count(releases.length, "release")}`,
      ...without.map((path) => `not excluded by ${path}`),
      ...unshown.map((path) => `nothing of a chain is in the receipt: ${path} names none, or blocks are stated only`),
      out,
    ];
    return { verdict: without.length === 0, json, text: text.join("\n") };
  },
};
