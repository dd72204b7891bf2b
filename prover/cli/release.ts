import { describeChecks } from "../release/checks/checklist.ts";
import { loadConfig } from "../release/config/load.ts";
import { type ReleaseOptions, runRelease as releaseTag } from "../release/release.ts";
import { REPORT_KINDS, type ReportKind, renderReport } from "../release/report/render.ts";
import { comparedLines, describeVerdict } from "../release/report/words.ts";
import { estimateRelease, type ReleaseEstimate } from "../release/steps/estimate.ts";
import type { PlanTotals } from "../release/steps/plan.ts";
import { usageError } from "../shared/errors.ts";
import { writeFileAtomic } from "../shared/files.ts";
import { count } from "../shared/format.ts";
import type { Run, Values } from "./commands/definition.ts";
import { loadKernel } from "./kernel.ts";
import { coreHourDollars, describePrice } from "./price.ts";
import { exactly, many, optional } from "./values.ts";
import { programVersion } from "./version.ts";

export const runRelease: Run = async ({ positionals, values, onProgress }) => {
  const [tag] = exactly(positionals, ["TAG"]);
  const files = reportFiles(values);
  const mode = modeOf(values);
  const price = coreHourDollars(values);
  const config = await loadConfig(optional(values, "config"));
  await loadKernel(onProgress);
  const released = await releaseTag(config, { tag, mode, refresh: values.refresh === true, onProgress });
  const { report, plan, transactions, checks, stated } = released;
  const version = await programVersion();
  for (const [kind, path] of files) await writeFileAtomic(path, renderReport(report, kind, version));
  const expected = mode === "run" ? undefined : await estimateRelease({ ...plan, transactions }, price);
  const text = [
    ...(mode === "run" ? [] : describeChecks(checks)),
    describePlan(plan),
    ...(expected ? [describeEstimate(expected)] : []),
    ...(mode === "plan-only"
      ? [...comparedLines(report), describeVerdict(report)]
      : [renderReport(report, "text", version).trimEnd()]),
    ...(stated === undefined ? [] : [`evidence: blocks are stated only, no receipt shows what they hold: ${stated}`]),
  ];
  const outcome = ENDINGS[report.verdict];
  return {
    verdict: outcome === "true",
    outcome,
    json: { outcome, ...report, plan, checks, ...(expected && { expected }), ...(stated && { stated }) },
    text: text.join("\n"),
  };
};

/** What a release's verdict is in the words of every command. */
const ENDINGS = { clean: "true", dirty: "false", behind: "behind", open: "open" } as const;

/** What there was to do when the run began. */
function describePlan({ pages, accepted, stored, prove, submit, circuits, disjointness }: PlanTotals): string {
  const whole = disjointness.length > 0 ? [`${disjointness.length} for whole lists or what they grew by`] : [];
  const by = [...Object.entries(circuits).map(([name, count]) => `${count} with ${name}`), ...whole];
  return [
    `planned: ${count(pages, "page")} to exclude, counted for each shard: ` +
      `${accepted} accepted by the chain, ${stored} proved here`,
    `to do: ${count(prove, "proof")} to make${by.length > 0 ? ` (${by.join(", ")})` : ""}, ${submit} to submit`,
  ].join("\n");
}

function describeEstimate(estimate: ReleaseEstimate): string {
  const { seconds, peakMiB, gas } = estimate;
  const work = `expected: ${Math.ceil(seconds)} s to prove, ${peakMiB} MiB, ${gas} gas`;
  return `${work}, by BENCHMARKS.md and contracts/gas.json; ${describePrice(estimate)}`;
}

/** @throws usage `cli/bad-option` */
function modeOf(values: Values): NonNullable<ReleaseOptions["mode"]> {
  if (values["plan-only"] && values["dry-run"])
    throw usageError("cli/bad-option", "--plan-only and --dry-run exclude each other", "Give one of them.");
  return values["plan-only"] ? "plan-only" : values["dry-run"] ? "dry-run" : "run";
}

/** @throws usage `cli/bad-option` */
const reportFiles = (values: Values): [ReportKind, string][] =>
  many(values, "report").map((text) => {
    const at = text.indexOf("=");
    const kind = REPORT_KINDS.find((known) => known === text.slice(0, at));
    if (kind !== undefined && at + 1 < text.length) return [kind, text.slice(at + 1)];
    throw usageError(
      "cli/bad-option",
      `--report ${text} is not KIND=FILE`,
      `The kinds are ${REPORT_KINDS.join(", ")}.`,
    );
  });
