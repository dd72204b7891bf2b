import { loadPoseidon } from "../native/poseidon.ts";
import { type ProposedConfig, initConfig as propose } from "../release/init/init.ts";
import type { ProposedShard } from "../release/init/propose.ts";
import { count } from "../shared/format.ts";
import { labelled, printable, quoted } from "../shared/names.ts";
import type { Run } from "./commands/definition.ts";
import { coreHourDollars, describePrice } from "./price.ts";
import { exactly, many, optional } from "./values.ts";

export const runInit: Run = async ({ positionals, values }) => {
  const [data] = exactly(positionals, ["DATA"]);
  const folder = optional(values, "out") ?? ".";
  const price = coreHourDollars(values);
  const found = await propose({
    data,
    lists: many(values, "list"),
    folder,
    poseidon: await loadPoseidon(),
    ...(price !== undefined && { coreHourDollars: price }),
  });
  const { text: _, ...json } = found;
  return { verdict: true, json, text: describe(found) };
};

/** The dry run, for people. */
function describe({ file, shards, passedOver, undecided, pages, proofs, estimate }: ProposedConfig): string {
  const lines = shards.flatMap(describeShard);
  const made = Object.entries(proofs).map(([name, count]) => `${count} with ${name}`);
  const { seconds, peakMiB, gas } = estimate;
  const forecast =
    pages === 0
      ? "no list is given (--list): what a release takes depends on the pages of its lists"
      : [
          `${count(pages, "page")} against ${count(shards.length, "shard")}, proofs to make: ${made.join(", ")}`,
          `  to prove  about ${Math.ceil(seconds)} s and ${peakMiB} MiB, by BENCHMARKS.md`,
          `  to submit ${gas} gas, by contracts/gas.json`,
          `  in all    ${describePrice(estimate)}`,
        ].join("\n");
  return [
    ...lines,
    ...passedOver.map((name) => `passed over: ${printable(name)}`),
    forecast,
    ...(undecided.length > 0 ? [`undecided, and yours to decide before a release: ${undecided.join(", ")}`] : []),
    `proposed in ${file}: fill in vendor, model, blocklists, chain and keys`,
  ].join("\n");
}

function describeShard({ shard, files, bytes, rows, isExact, notes }: ProposedShard): string[] {
  const schemes =
    typeof shard.schemes === "string"
      ? `schemes ${shard.schemes}`
      : shard.schemes
          .map(({ scheme, field }) => (field === undefined ? scheme : `${scheme} of ${quoted(field)}`))
          .join(", ");
  const format = shard.sources.map((source) => source.format ?? "auto").join(", ");
  const records = `${isExact ? "" : "about "}${count(rows, "row")}`;
  const line =
    `shard ${labelled(shard.name)}: ${count(files, "file")} ` +
    `(${format}, ${count(bytes, "byte")}), ${records}, ${schemes}`;
  return [line, ...notes.map((note) => `  ${note}`)];
}
