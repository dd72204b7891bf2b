import type { Powers } from "../accumulator/powers.ts";
import { commitShard } from "../commitment/commit.ts";
import { passedOverIn } from "../commitment/reading/sourceList.ts";
import { crowdedRecords } from "../commitment/shard/crowds.ts";
import { describeCoverage } from "../commitment/shard/describe.ts";
import { isMerkle, type Manifest } from "../commitment/shard/manifest.ts";
import { commitInFleet } from "../fleet/coordinator/commit.ts";
import { openPowers } from "../setup/powers/open.ts";
import { describeCrowds } from "../shared/crowds.ts";
import { usageError } from "../shared/errors.ts";
import { count, parseSize } from "../shared/format.ts";
import { formatNamed } from "../source/records/format.ts";
import type { Limits } from "../source/records/row.ts";
import type { Run, Values } from "./commands/definition.ts";
import { optionalFleetOf } from "./fleet.ts";
import { loadKernel } from "./kernel.ts";
import { many, oneOf, optional, parseScheme, required } from "./values.ts";

export const runCommit: Run = async ({ positionals, values, onProgress }) => {
  if (positionals.length === 0)
    throw usageError("cli/arguments", "no source is given", "Pass the files and folders of the dataset.");
  const format = optional(values, "format");
  const include = many(values, "include");
  const cache = optional(values, "cache");
  const powers = await powersIn(values);
  const memory = sizeOf(values, "memory");
  const fleet = optionalFleetOf(values);
  const out = required(values, "out");
  const poseidon = await loadKernel(onProgress);
  const manifest = await commitShard({
    sources: positionals.map((path) => ({
      path,
      ...(format ? { format: formatNamed(format) } : {}),
      ...(include.length > 0 ? { include } : {}),
    })),
    schemes: many(values, "scheme").map(parseScheme),
    out,
    onBadRow: oneOf(values, "on-bad-row", ["error", "skip"]),
    onBadFile: oneOf(values, "on-bad-file", ["error", "skip"]),
    bases: many(values, "base"),
    ...(cache ? { cache } : {}),
    ...(powers ? { powers } : {}),
    ...(memory ? { memoryBytes: memory } : {}),
    limits: limitsOf(values),
    ...(fleet && { workers: commitInFleet(fleet, onProgress) }),
    poseidon,
    onProgress,
  });
  const { rows, keys, sources, commitment } = manifest;
  const crowds = await crowdedRecords(out, manifest);
  const text = [
    `commitment ${commitment}`,
    `${count(rows, "record")} of ${count(sources.count, "file")} (${count(sources.bytes, "byte")}), ` +
      `${count(keys, "different key")}, ${describeKind(manifest, poseidon.backend)}`,
    ...describeCoverage(manifest, await passedOverIn(out)),
    ...describeCrowds(crowds),
    "The salt beside the manifest is secret; without it nothing can be proved about this commitment.",
  ].join("\n");
  return { verdict: true, json: crowds.length === 0 ? manifest : { ...manifest, crowds }, text };
};

/** The powers of tau of --commitment accumulator. */
async function powersIn(values: Values): Promise<Powers | undefined> {
  const folder = optional(values, "powers");
  if (oneOf(values, "commitment", ["merkle", "accumulator"]) === "accumulator") return openPowers(folder);
  if (folder === undefined) return undefined;
  throw usageError("cli/bad-option", "--powers is for accumulators", "Give --commitment accumulator as well.");
}

/** How the keys are committed to, in words. */
const describeKind = (manifest: Manifest, backend: string): string =>
  isMerkle(manifest)
    ? `2^${manifest.bucketBits} buckets (${backend})`
    : `accumulator with the powers of tau ${manifest.powers}`;

/** The bounds on what a file may make the readers hold that were given. */
function limitsOf(values: Values): Partial<Limits> {
  const rowBytes = sizeOf(values, "max-row");
  const expandedBytes = sizeOf(values, "max-expanded");
  const ratio = sizeOf(values, "max-ratio");
  return { ...(rowBytes && { rowBytes }), ...(expandedBytes && { expandedBytes }), ...(ratio && { ratio }) };
}

function sizeOf(values: Values, option: string): number | undefined {
  const text = optional(values, option);
  if (text === undefined) return undefined;
  const size = parseSize(text);
  if (size !== undefined) return size;
  throw usageError("cli/bad-option", `--${option} ${text} is not a size`, "Write for example 512MiB or 2GiB.");
}
