import { stat } from "node:fs/promises";
import { drawDot, drawText } from "../../custody/lineage/draw.ts";
import { type LineageVerdict, verifyLineage } from "../../custody/lineage/verify.ts";
import { describeResource } from "../../custody/steps/resources.ts";
import { readArchive } from "../../evidence/car.ts";
import { evidenceIn } from "../../evidence/pack.ts";
import { readSignedDeclaration } from "../../evidence/signedDeclaration.ts";
import { usageError } from "../../shared/errors.ts";
import { readInput } from "../../shared/files.ts";
import { count } from "../../shared/format.ts";
import { toCommitment } from "../../shared/ids.ts";
import { printable, quoted } from "../../shared/names.ts";
import { type Check, toVerdict } from "../../shared/verdict.ts";
import type { Run, Values } from "../commands/definition.ts";
import { exactly, many, oneOf, optional } from "../values.ts";
import { lineageJson } from "../verify/lineageSummary.ts";
import { signersIn } from "../verify/policy.ts";
import { verified } from "../verify/verified.ts";
import { readStepFiles } from "./stepFiles.ts";

/** What a lineage is of: weights, and, if a pack says so, the shards of the release and steps. */
type Target = {
  checks: Check[];
  weights: string;
  shards?: readonly bigint[];
  hasParents?: boolean;
  steps?: readonly Uint8Array[];
  of: string;
};

export const runLineageVerify: Run = async ({ positionals, values }) => {
  const { target, verdict } = await verdictOn(positionals, values);
  const found = toVerdict([...target.checks, ...verdict.checks]);
  const { shards, code, steps, unused, root } = verdict;
  return verified(found, {
    claim: () => `the weights of ${quoted(target.of)} come from ${count(shards.length, "committed shard")}`,
    rows: () => [
      ...shards.map((commitment) => ["shard", commitment] as const),
      ...steps.map(
        ({ step, signedBy }) => ["step", `${printable(step.name)}, signed by ${signedBy.join(", ")}`] as const,
      ),
      ["root", root ?? ""],
      ...(code.length === 0
        ? []
        : [["as code", `${code.map(({ name }) => quoted(name)).join(", ")}: not walked back`] as const]),
      ...(unused.length === 0 ? [] : [["not used", unused.map(printable).join(", ")] as const]),
      ["shards", shardsText(target)],
      ["not shown", "that a command read nothing but what its step names: its signer says so"],
    ],
    details: [],
    json: { weights: target.weights, ...lineageJson(verdict), unused, root: root ?? null },
  });
};

function shardsText({ shards, hasParents = false }: Target): string {
  if (shards === undefined) return "not compared with those of a release";
  return hasParents
    ? "those of the release are among them; the others are said to be of its parents"
    : "those of the release";
}

export const runLineageShow: Run = async ({ positionals, values }) => {
  const format = oneOf(values, "as", ["text", "dot"]);
  const { verdict } = await verdictOn(positionals, values);
  const drawn = format === "dot" ? drawDot(verdict) : drawText(verdict);
  const text = verdict.steps.length === 0 ? "no step has these weights as its product" : drawn;
  return { verdict: true, json: { drawn, steps: verdict.steps.map(({ step }) => step) }, text };
};

async function verdictOn(positionals: string[], values: Values): Promise<{ target: Target; verdict: LineageVerdict }> {
  const [path] = exactly(positionals, ["TARGET"]);
  const signers = signersIn(values);
  const target = await readTarget(path, values);
  const root = optional(values, "root");
  if (root !== undefined && !/^[0-9a-f]{64}$/.test(root))
    throw usageError("cli/bad-option", `--root ${root} is not a root`, "Give 64 hexadecimal digits.");
  const folder = optional(values, "steps");
  const files = folder === undefined ? target.steps : await readStepFiles(folder);
  if (files === undefined)
    throw usageError(
      "cli/bad-option",
      "--steps is missing",
      "Give a folder with signed steps, or a pack that has them.",
    );
  const { weights, shards, hasParents } = target;
  const verdict = verifyLineage(weights, files, {
    signers,
    ...(shards && { shards }),
    ...(hasParents && { hasParents }),
    ...(root !== undefined && { root }),
  });
  return { target, verdict };
}

async function readTarget(path: string, values: Values): Promise<Target> {
  const named = many(values, "commitment").map(toCommitment);
  const shards = named.length === 0 ? {} : { shards: named };
  if (/^[0-9a-f]{64}$/.test(path)) return { checks: [], weights: path, of: path.slice(0, 12), ...shards };
  if (path.endsWith(".car")) return targetIn(path, values, named);
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  const { digest } = await describeResource(isFolder ? `model:${path}` : path);
  return { checks: [], weights: "sha256" in digest ? digest.sha256 : "", of: path, ...shards };
}

/** What the signer of a pack declares. The steps are the pack's if it has any. */
async function targetIn(path: string, values: Values, named: readonly bigint[]): Promise<Target> {
  const archive = await readInput(path, "custody/not-found", HINT);
  const { checks, declared } = readSignedDeclaration(archive, signersIn(values));
  const steps = evidenceIn(readArchive(archive)?.files ?? new Map())?.steps ?? [];
  const commitments = declared?.shards.map(({ commitment }) => toCommitment(commitment)) ?? [];
  return {
    checks,
    weights: declared?.weights.digest ?? "",
    of: declared === undefined ? path : `${declared.model} ${declared.version}`,
    shards: named.length > 0 ? named : commitments,
    // The data behind a parent are declared by its own release.
    hasParents: named.length === 0 && (declared?.parents.length ?? 0) > 0,
    ...(steps.length > 0 && { steps }),
  };
}

const HINT = "Pass an evidence pack, weights, a model's folder, or a SHA-256.";
