import { type Initiated, init as propose } from "../init/init.ts";
import { loadPoseidon } from "../native/poseidon.ts";
import { count } from "../shared/words.ts";
import { type Command, exactly, many, optional } from "./command.ts";

export const init: Command = {
  name: "init",
  summary: "Look at data, propose a configuration, and say what a first release will take",
  usage: "DATA [--list DIR]... [--out DIR]",
  options: { list: { type: "string", multiple: true }, out: { type: "string" } },
  async run({ positionals, values }) {
    const [data] = exactly(positionals, ["DATA"]);
    const folder = optional(values, "out") ?? ".";
    const found = await propose({ data, lists: many(values, "list"), folder, poseidon: await loadPoseidon() });
    const { text: _, ...json } = found;
    return { verdict: true, json, text: describe(found) };
  },
};

/** The dry run, for people. */
function describe({ file, shards, leftOut, pages, proofs, estimate }: Initiated): string {
  const lines = shards.map(({ shard, files, bytes, rows, isExact }) => {
    const schemes = shard.schemes.map(({ scheme, field }) => (field === undefined ? scheme : `${scheme} of ${field}`));
    const format = shard.sources.map((source) => source.format ?? "file").join(", ");
    return `shard ${shard.name}: ${count(files, "file")} (${format}, ${count(bytes, "byte")}), ${isExact ? "" : "about "}${count(rows, "row")}, ${schemes.join(", ")}`;
  });
  const made = Object.entries(proofs).map(([name, count]) => `${count} of ${name}`);
  const { seconds, peakMiB, gas } = estimate;
  const forecast =
    pages === 0
      ? "no list is named (--list): what a release takes depends on the pages of its lists"
      : `${count(pages, "page")} against ${count(shards.length, "shard")}: ${made.join(", ")}; about ${Math.ceil(seconds)} s, ${peakMiB} MiB and ${gas} gas, by BENCHMARKS.md and contracts/gas.json`;
  return [
    ...lines,
    ...leftOut.map((name) => `left out: ${name}`),
    forecast,
    `proposed in ${file}: fill in vendor, model, chain and keys`,
  ].join("\n");
}
