import { readFile, stat } from "node:fs/promises";
import { writeEnvelope } from "../../bundle/envelope.ts";
import { requireSigningKey, signStatement } from "../../bundle/sign.ts";
import { importMlflowRun } from "../../custody/steps/mlflow.ts";
import { runStep } from "../../custody/steps/run.ts";
import { makeStepStatement } from "../../custody/steps/statement.ts";
import { referenceOf, type Step } from "../../custody/steps/step.ts";
import { importWandbManifest } from "../../custody/steps/wandb.ts";
import { dataError, usageError } from "../../shared/errors.ts";
import { writeFileAtomic } from "../../shared/files.ts";
import { count } from "../../shared/format.ts";
import { labelled, printable } from "../../shared/names.ts";
import { reasonOf } from "../../shared/storage.ts";
import type { Run, Values } from "../commands/definition.ts";
import type { Outcome } from "../outcome.ts";
import { exactly, many, optional, required } from "../values.ts";

export const runStepRun: Run = async ({ positionals, values }) => {
  // Before the command, which may take hours.
  await requireSigningKey(required(values, "signing-key"));
  const step = await runStep({
    name: required(values, "name"),
    materials: many(values, "materials"),
    code: many(values, "code"),
    products: many(values, "products"),
    command: positionals,
    hideCommand: values["hide-command"] === true,
  });
  return signed(step, values);
};

export const runStepMlflow: Run = async ({ values }) => {
  const tokenFile = optional(values, "token-file");
  const token = tokenFile === undefined ? undefined : await readToken(tokenFile);
  const step = await importMlflowRun({
    url: required(values, "url"),
    run: required(values, "run"),
    materials: many(values, "materials"),
    products: many(values, "products"),
    ...(token !== undefined && { token }),
  });
  return signed(step, values);
};

export const runStepWandb: Run = async ({ positionals, values }) => {
  const [manifest] = exactly(positionals, ["MANIFEST"]);
  const files = optional(values, "files");
  const step = await importWandbManifest({
    manifest,
    name: required(values, "name"),
    inputs: many(values, "input"),
    materials: many(values, "materials"),
    ...(files !== undefined && { files }),
  });
  return signed(step, values);
};

async function readToken(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch((cause) => {
    throw dataError(
      "custody/not-found",
      `${path} cannot be read: ${reasonOf(cause)}`,
      "Name a file with the token.",
      cause,
    );
  });
  if (process.platform !== "win32" && ((await stat(path)).mode & 0o077) !== 0)
    throw usageError("custody/open-token", `others can read the token in ${path}`, `chmod 600 ${path}`);
  return text.trim();
}

async function signed(step: Step, values: Values): Promise<Outcome> {
  const out = required(values, "out");
  const envelope = await signStatement(makeStepStatement(step), required(values, "signing-key"));
  await writeFileAtomic(out, writeEnvelope(envelope));
  const shown = ({ name, digest }: { name: string; digest: Step["products"][number]["digest"] }) =>
    `  ${labelled(name)} ${referenceOf(digest)}`;
  return {
    verdict: true,
    json: { step: out, keyid: envelope.signatures[0]!.keyid, ...step },
    text: [
      out,
      `${printable(step.name)} used ${count(step.materials.length, "material")}`,
      ...step.materials.map(shown),
      `and made ${count(step.products.length, "product")}`,
      ...step.products.map(shown),
      ...step.weak.map(
        ({ name, role, reason }) => `too weak to stand on: ${role} ${labelled(name)}, because ${reason}`,
      ),
    ].join("\n"),
  };
}
