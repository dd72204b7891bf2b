import { spawn } from "node:child_process";
import { access, constants } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { dataError, usageError } from "../../shared/errors.ts";
import { sha256, sha256File } from "../../shared/files.ts";
import { stringifyJson } from "../../shared/json.ts";
import { redactCommand } from "./redact.ts";
import { describeNamed } from "./resources.ts";
import { type Environment, type Material, referenceOf, type Step, type StepCommand } from "./step.ts";

/**
 * `materials` and `code`: files, folders, `shard:DIR`, `model:DIR`; `products`: what the command leaves, the same.
 * `hideCommand`: record the digest of the redacted command instead of the command.
 */
export type StepOptions = {
  name: string;
  materials: readonly string[];
  code?: readonly string[];
  products: readonly string[];
  command: readonly string[];
  hideCommand?: boolean;
};

/**
 * Runs a command and describes what went in and what came out. Its output goes to stderr. Materials are hashed before
 * and after: one that changed meanwhile is an error, since nobody can say which content was used.
 *
 * @throws data `custody/command-failed`, `custody/material-changed`, and those of `describeResource`; usage
 * `custody/no-command`
 * @example
 * const command = ["node", "--version"];
 * const step = await runStep({ name: "make", materials: [], products: ["list"], command });
 * console.log(step.products.length); // 1
 */
export async function runStep(options: StepOptions): Promise<Step> {
  const { name, materials, code = [], products, command } = options;
  if (command[0] === undefined || command[0] === "")
    throw usageError("custody/no-command", "no command is given", "Give the command after two dashes.");
  const environment = await describeEnvironment(command[0]);
  const before = [...(await describeAll(materials, "data")), ...(await describeAll(code, "code"))];
  const started = new Date().toISOString();
  await execute(command);
  const finished = new Date().toISOString();
  await expectUnchanged([...materials, ...code], before);
  return {
    name,
    source: { kind: "run", command: recorded(command, options.hideCommand === true), environment },
    materials: before,
    products: await Promise.all(products.map(describeNamed)),
    weak: [],
    started,
    finished,
  };
}

const describeAll = (places: readonly string[], role: Material["role"]): Promise<Material[]> =>
  Promise.all(places.map(async (place) => ({ ...(await describeNamed(place)), role })));

function recorded(command: readonly string[], isHidden: boolean): StepCommand {
  const redacted = redactCommand(command);
  return isHidden ? { commandDigest: { sha256: sha256(stringifyJson(redacted)) } } : { command: redacted };
}

function execute(command: readonly string[]): Promise<void> {
  const [program, ...args] = command;
  const hint = "Mend the command: nothing was recorded.";
  return new Promise((done, fail) => {
    // Results go to stdout, so what the command prints does not.
    const child = spawn(program!, args, { stdio: ["inherit", 2, 2] });
    child.on("error", (cause) =>
      fail(dataError("custody/command-failed", `${program} cannot be run: ${cause.message}`, hint, cause)),
    );
    child.on("close", (code, signal) => {
      if (code === 0) done();
      else fail(dataError("custody/command-failed", `${program} ended with ${signal ?? `exit code ${code}`}`, hint));
    });
  });
}

async function expectUnchanged(places: readonly string[], before: readonly Material[]): Promise<void> {
  for (const [i, place] of places.entries()) {
    const { digest } = await describeNamed(place);
    if (referenceOf(digest) === referenceOf(before[i]!.digest)) continue;
    throw dataError(
      "custody/material-changed",
      `${place} changed while the command ran`,
      "Let the command write elsewhere, and run the step again.",
    );
  }
}

async function describeEnvironment(program: string): Promise<Environment> {
  const path = await findProgram(program);
  return {
    platform: process.platform,
    architecture: process.arch,
    runtime: `node ${process.version}`,
    ...(path !== undefined && { program: await sha256File(path) }),
  };
}

/** The file that a program's name stands for. */
async function findProgram(program: string): Promise<string | undefined> {
  const folders = program.includes("/") ? [""] : (process.env.PATH ?? "").split(delimiter);
  for (const folder of folders) {
    const path = folder === "" ? program : join(folder, program);
    const isFound = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isFound) return path;
  }
  return undefined;
}
