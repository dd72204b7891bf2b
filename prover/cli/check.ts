import { readBlocklist } from "../blocklist/read.ts";
import { passedOverIn } from "../commitment/reading/sourceList.ts";
import { describeCoverage, olderReader } from "../commitment/shard/describe.ts";
import { readShard } from "../commitment/shard/readShard.ts";
import { loadPoseidon } from "../native/poseidon.ts";
import { count } from "../shared/format.ts";
import { printable, quoted } from "../shared/names.ts";
import { findListedRecords, type ListedWork } from "../statements/findings.ts";
import type { Run } from "./commands/definition.ts";
import { exactly, required } from "./values.ts";

export const runCheck: Run = async ({ positionals, values }) => {
  const [folder] = exactly(positionals, ["SHARD"]);
  const poseidon = await loadPoseidon();
  const list = await readBlocklist(required(values, "list"), poseidon);
  const shard = await readShard(folder, poseidon);
  const findings = findListedRecords(shard, list);
  const entries = list.pages.reduce((total, { labels }) => total + labels.length, 0);
  const text =
    findings.length === 0
      ? `none of the ${count(entries, "entry", "entries")} of ${quoted(list.name)} is present`
      : describe(findings);
  const compared = describeCoverage(shard.manifest, await passedOverIn(folder));
  const lines = [text, ...compared, ...olderReader(folder, shard.manifest)];
  const { coverage = null } = shard.manifest;
  const json = { list: list.name, entries, present: findings, coverage };
  return { verdict: findings.length === 0, json, text: lines.join("\n") };
};

/** One line a record. */
export const describe = (findings: readonly ListedWork[]): string =>
  findings
    .flatMap(({ page, entry, label, key, records }) =>
      records.map(
        ({ source, row }) =>
          `${printable(source)}, row ${row}: entry ${entry} of page ${page}, ${label === "" ? key : quoted(label)}`,
      ),
    )
    .concat(`${findings.length} blocklisted works are present`)
    .join("\n");
