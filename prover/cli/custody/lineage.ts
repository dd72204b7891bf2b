import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { drawDot, drawText } from "../../custody/lineage/draw.ts";
import { type LineageVerdict, verifyLineage } from "../../custody/lineage/verify.ts";
import { describeResource } from "../../custody/steps/resources.ts";
import { readSignedDeclaration } from "../../evidence/signedDeclaration.ts";
import { usageError } from "../../shared/errors.ts";
import { readInput } from "../../shared/files.ts";
import { count } from "../../shared/format.ts";
import { toCommitment } from "../../shared/ids.ts";
import { printable, quoted } from "../../shared/names.ts";
import { type Check, toVerdict } from "../../shared/verdict.ts";
import type { Run, Values } from "../commands/definition.ts";
import { exactly, many, oneOf, optional, required } from "../values.ts";
import { signersIn } from "../verify/policy.ts";
import { verified } from "../verify/verified.ts";

/** What a lineage is of: weights, and, if a pack says so, the shards of the release. */
type Target = { checks: Check[]; weights: string; shards?: readonly bigint[]; of: string };

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
      ["shards", target.shards === undefined ? "not compared with those of a release" : "those of the release"],
      ["not shown", "that a command read nothing but what its step names: its signer says so"],
    ],
    details: [],
    json: {
      weights: target.weights,
      shards,
      code,
      steps: steps.map(({ step, signedBy, id }) => ({ id, name: step.name, signedBy })),
      unused,
      root: root ?? null,
    },
  });
};

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
  const files = await readSteps(required(values, "steps"));
  const verdict = verifyLineage(target.weights, files, {
    signers,
    ...(target.shards && { shards: target.shards }),
    ...(root !== undefined && { root }),
  });
  return { target, verdict };
}

async function readTarget(path: string, values: Values): Promise<Target> {
  const named = many(values, "commitment").map(toCommitment);
  const shards = named.length === 0 ? {} : { shards: named };
  if (/^[0-9a-f]{64}$/.test(path)) return { checks: [], weights: path, of: path.slice(0, 12), ...shards };
  if (path.endsWith(".car")) {
    const { checks, declared } = readSignedDeclaration(
      await readInput(path, "custody/not-found", HINT),
      signersIn(values),
    );
    const commitments = declared?.shards.map(({ commitment }) => toCommitment(commitment)) ?? [];
    const of = declared === undefined ? path : `${declared.model} ${declared.version}`;
    const parents = declared?.parents.length ?? 0;
    // The data behind a parent are declared by its own release.
    const own = named.length > 0 ? named : parents === 0 ? commitments : undefined;
    return { checks, weights: declared?.weights.digest ?? "", of, ...(own && { shards: own }) };
  }
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  const { digest } = await describeResource(isFolder ? `model:${path}` : path);
  return { checks: [], weights: "sha256" in digest ? digest.sha256 : "", of: path, ...shards };
}

const HINT = "Pass an evidence pack, weights, a model's folder, or a SHA-256.";

/** The files of a folder of steps. Any other file in it is an invalid step. */
async function readSteps(folder: string): Promise<Uint8Array[]> {
  const names = await readdir(folder).catch((cause) => {
    throw usageError("cli/bad-option", `--steps ${folder} cannot be read`, "Give a folder with signed steps.", cause);
  });
  return Promise.all(
    names.sort().map((name) => readInput(join(folder, name), "custody/not-found", "Check the folder.")),
  );
}
