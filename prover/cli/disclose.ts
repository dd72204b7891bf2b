import { join } from "node:path";
import { writeDisclosure } from "../bundle/disclosure.ts";
import { olderReader } from "../commitment/shard/describe.ts";
import type { Manifest } from "../commitment/shard/manifest.ts";
import { readManifest, readShard } from "../commitment/shard/readShard.ts";
import { loadConfig } from "../release/config/load.ts";
import { discloseRelease } from "../release/disclose.ts";
import { readTag, requireTag } from "../release/steps/record.ts";
import { ensureArtifacts } from "../setup/artifacts.ts";
import { openInstalledEngine } from "../setup/powers/installed.ts";
import { dataError, usageError } from "../shared/errors.ts";
import { writeFileAtomic } from "../shared/files.ts";
import { count } from "../shared/format.ts";
import { labelled } from "../shared/names.ts";
import type { OnProgress } from "../shared/progress.ts";
import { proveDisclosure } from "../statements/disclosure.ts";
import type { Run, Values } from "./commands/definition.ts";
import { loadKernel } from "./kernel.ts";
import type { Outcome } from "./outcome.ts";
import { optional, required } from "./values.ts";
import { requiredKey, wholeFileNotes } from "./work.ts";

export const runDisclose: Run = async ({ positionals, values, onProgress }) => {
  const out = required(values, "out");
  const tag = optional(values, "tag");
  if (tag !== undefined) return ofRelease(tag, works(positionals, values), values, out, onProgress);
  if (optional(values, "config") !== undefined)
    throw usageError("cli/missing-option", "--config without --tag", "Pass the tag of the release in question.");
  const [folder, ...more] = positionals;
  if (folder === undefined)
    throw usageError("cli/arguments", "no shard is given", "Pass the folder of a shard, or --tag TAG.");
  return ofShard(folder, works(more, values), values, out, onProgress);
};

/** The files that are named as the work: as an argument, or by --work. */
const works = (positionals: string[], values: Values): string[] => [
  ...positionals,
  ...[optional(values, "work")].flatMap((path) => path ?? []),
];

async function ofShard(
  folder: string,
  work: string[],
  values: Values,
  out: string,
  onProgress: OnProgress,
): Promise<Outcome> {
  const scheme = schemeFor([{ label: folder, manifest: await readManifest(folder) }], values);
  const question = await questionOf(work, values, scheme, onProgress);
  const shard = await readShard(folder, question.poseidon);
  const disclosure = await proveDisclosure({ shard, ...question });
  await writeFileAtomic(out, writeDisclosure(disclosure));
  const { answer, commitment, key } = disclosure;
  const { bases } = shard.manifest;
  const holds = answer === "present" ? "holds" : "does not hold";
  const text = [
    `${answer}: the shard ${holds} the work with the key ${key} under the scheme ${scheme}`,
    ...wholeFileNotes(work),
    ...bases.map(otherLayer),
    out,
    ...olderReader(folder, shard.manifest),
  ];
  return { verdict: true, json: { answer, key, scheme, commitment, bases, file: out }, text: text.join("\n") };
}

/** Every shard that the tag stands for is asked; a disclosure of each is written into the folder. */
async function ofRelease(
  tag: string,
  work: string[],
  values: Values,
  out: string,
  onProgress: OnProgress,
): Promise<Outcome> {
  requireTag(tag);
  const config = await loadConfig(optional(values, "config"));
  const record = await readTag(config, tag);
  const scheme = schemeFor(record.shards, values);
  const question = await questionOf(work, values, scheme, onProgress);
  const shards = [];
  for (const [i, { shard, disclosure }] of (await discloseRelease(config, record, question)).entries()) {
    const file = join(out, `${String(i).padStart(4, "0")}-${shard.replace("/", "-")}.json`);
    await writeFileAtomic(file, writeDisclosure(disclosure));
    shards.push({ shard, commitment: disclosure.commitment, answer: disclosure.answer, file });
  }
  const holding = shards.filter(({ answer }) => answer === "present");
  const answer = holding.length > 0 ? "present" : "absent";
  const { parents } = record.release;
  const whole =
    answer === "absent"
      ? `absent: none of the ${count(shards.length, "shard")} of ${labelled(tag)} holds the work`
      : `present: ${holding.length} of the ${count(shards.length, "shard")} of ${labelled(tag)} hold the work`;
  const text = [
    whole,
    ...wholeFileNotes(work),
    ...shards.map((each) => `  ${labelled(each.shard)}: ${each.answer}, ${each.file}`),
    ...parents.map((id) => `the release was made from ${id}, which the answer is not about`),
  ];
  return { verdict: true, json: { release: tag, answer, scheme, shards, parents }, text: text.join("\n") };
}

async function questionOf(work: string[], values: Values, scheme: string, onProgress: OnProgress) {
  const key = await requiredKey(work, values, scheme);
  const artifacts = (circuit: string) => ensureArtifacts(circuit, { onProgress });
  const engine = (id: string) => openInstalledEngine(id, optional(values, "powers"));
  return { scheme, key, artifacts, engine, poseidon: await loadKernel(onProgress), onProgress };
}

/**
 * The scheme under which the work is asked about: the one that is named, or the only one that all the shards have.
 *
 * @throws data `check/other-scheme`, usage `cli/missing-option`
 */
function schemeFor(shards: readonly { label: string; manifest: Pick<Manifest, "schemes"> }[], values: Values): string {
  const asked = optional(values, "scheme");
  const own = shards.map(({ label, manifest }) => ({ label, names: manifest.schemes.map(({ scheme }) => scheme) }));
  const [first, ...rest] = own.map(({ names }) => new Set(names));
  const common = [...rest.reduce((all, names) => all.intersection(names), first ?? new Set<string>())];
  const options = common.map((name) => `--scheme ${name}`).join(" or ");
  const lacking = own.find(({ names }) => asked !== undefined && !names.includes(asked));
  if (lacking !== undefined)
    throw dataError(
      "check/other-scheme",
      `${lacking.label} has no keys of the scheme ${asked}: it has ${lacking.names.join(", ")}`,
      common.length > 0 ? `Ask with ${options}.` : "Ask each shard by its folder, under a scheme that it has.",
    );
  if (asked !== undefined) return asked;
  if (common.length === 1) return common[0]!;
  throw usageError(
    "cli/missing-option",
    common.length > 1
      ? `--scheme is missing: there are keys of ${common.join(", ")}, and an answer is about one of them`
      : `no scheme is common to all shards: ` +
          `${own.map(({ label, names }) => `${label} has ${names.join(", ")}`).join("; ")}`,
    common.length > 1 ? `Ask with ${options}.` : "Ask each shard by its folder, under a scheme that it has.",
  );
}

/** Records that a shard was added to are not in it. */
const otherLayer = (commitment: string): string =>
  `this shard was added to ${commitment}, which the answer is not about: disclose that one too`;
