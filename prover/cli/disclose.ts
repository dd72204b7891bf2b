import { writeDisclosure } from "../bundle/disclosure.ts";
import { olderReader } from "../commitment/describe.ts";
import { readShard } from "../commitment/shard.ts";
import { schemeOf } from "../fingerprint/schemes.ts";
import { ensureArtefacts } from "../keys/artefacts.ts";
import { disclose } from "../run/disclose.ts";
import { usageError } from "../shared/errors.ts";
import { writeFileAtomic } from "../shared/files.ts";
import { type Command, required } from "./command.ts";
import { loadKernel } from "./kernel.ts";
import { requiredKey, WORK_OPTIONS } from "./work.ts";

export const discloseCommand: Command = {
  name: "disclose",
  summary: "Answer whether a shard has one work, and prove the answer and nothing else",
  usage: "SHARD (WORK | --value TEXT | --key HEX) --out FILE [--scheme NAME]",
  options: { ...WORK_OPTIONS, out: { type: "string" }, scheme: { type: "string", default: "sha256" } },
  async run({ positionals: [folder, ...work], values, onProgress }) {
    if (folder === undefined) throw usageError("cli/arguments", "no shard is named", "Name the folder of a shard.");
    const out = required(values, "out");
    const { name: scheme } = schemeOf(required(values, "scheme"));
    const key = await requiredKey(work, values, scheme);
    const poseidon = await loadKernel(onProgress);
    const shard = await readShard(folder, poseidon);
    const artefacts = (circuit: string) => ensureArtefacts(circuit, { onProgress });
    const disclosure = await disclose({ shard, scheme, key, artefacts, poseidon, onProgress });
    await writeFileAtomic(out, writeDisclosure(disclosure));
    const { answer, commitment } = disclosure;
    const { bases } = shard.manifest;
    const text = [
      `${answer}: ${disclosure.key}`,
      ...bases.map(otherLayer),
      out,
      ...olderReader(folder, shard.manifest),
    ];
    const json = { answer, key: disclosure.key, scheme, commitment, bases, file: out };
    return { verdict: true, json, text: text.join("\n") };
  },
};

/** Records that a shard was added to are not in it. */
const otherLayer = (commitment: string): string =>
  `this shard was added to ${commitment}, which the answer is not about: disclose that one too`;
