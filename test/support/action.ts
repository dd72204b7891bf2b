import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { type Contexts, interpolate, runsIf } from "./expression.ts";

export type Step = {
  id?: string;
  name?: string;
  if?: string;
  run?: string;
  uses?: string;
  shell?: string;
  with?: Record<string, string>;
  env?: Record<string, string>;
};

type Action = {
  inputs: Record<string, { description: string; default?: string; required?: boolean }>;
  outputs: Record<string, { description: string; value: string }>;
  runs: { using: "composite"; steps: Step[] };
};

/** The results of a run of the action: its exit, the output of its steps, what GitHub would show. */
export type ActionRun = {
  failed: boolean;
  ran: { name: string; code: number }[];
  /** Steps that use other actions, with their inputs; only GitHub's runner has those. */
  used: { name: string; uses: string; with: Record<string, string> }[];
  skipped: string[];
  log: string;
  summary: string;
  outputs: Record<string, string>;
};

export const readAction = (root = PROJECT_ROOT): Action => parse(readFileSync(join(root, "action.yml"), "utf8"));

/**
 * Runs the steps of a composite action as GitHub's runner does: `run` by bash with the inputs mapped to the
 * environment, outputs and summary by files.
 *
 * @param root the action's clone
 * @param workspace the clone of the repository that uses it
 */
export async function runAction(
  workspace: string,
  given: Record<string, string>,
  root = PROJECT_ROOT,
): Promise<ActionRun> {
  const action = readAction(root);
  const temporary = await mkdtemp(join(tmpdir(), "disjoint-runner-"));
  const steps: Contexts = {};
  const inputs = Object.fromEntries(
    Object.entries(action.inputs).map(([name, input]) => [name, given[name] ?? input.default ?? ""]),
  );
  const github = { action_path: root, workspace, run_id: "1", run_attempt: "1" };
  const contexts: Contexts = { inputs, github, steps, runner: { temp: temporary } };
  const run: ActionRun = { failed: false, ran: [], used: [], skipped: [], log: "", summary: "", outputs: {} };
  for (const step of action.runs.steps) {
    const name = step.name ?? step.uses ?? step.id ?? "";
    const filled = (values: Record<string, string> = {}) =>
      Object.fromEntries(Object.entries(values).map(([key, value]) => [key, interpolate(value, contexts)]));
    if (!runsIf(step.if, contexts, run.failed)) run.skipped.push(name);
    else if (step.uses !== undefined) run.used.push({ name, uses: step.uses, with: filled(step.with) });
    else {
      const files = {
        output: join(temporary, "output"),
        summary: join(temporary, "summary"),
        env: join(temporary, "env"),
      };
      for (const file of Object.values(files)) writeFileSync(file, "");
      const env = {
        GITHUB_ACTIONS: "true",
        GITHUB_ACTION_PATH: root,
        GITHUB_WORKSPACE: workspace,
        RUNNER_TEMP: temporary,
        GITHUB_OUTPUT: files.output,
        GITHUB_STEP_SUMMARY: files.summary,
        GITHUB_ENV: files.env,
        ...filled(step.env),
      };
      const { code, log } = await bash(step.run!, workspace, env);
      run.ran.push({ name, code });
      run.failed ||= code !== 0;
      run.log += log;
      run.summary += readFileSync(files.summary, "utf8");
      if (step.id !== undefined) steps[step.id] = { outputs: pairsIn(readFileSync(files.output, "utf8")) };
    }
  }
  for (const [name, { value }] of Object.entries(action.outputs)) run.outputs[name] = interpolate(value, contexts);
  return run;
}

/** `shell: bash` of a step. */
function bash(script: string, cwd: string, env: Record<string, string>): Promise<{ code: number; log: string }> {
  const args = ["--noprofile", "--norc", "-eo", "pipefail", "-c", script];
  const { PATH = "", HOME = "" } = process.env;
  const child = spawn("bash", args, { cwd, env: { PATH, HOME, ...env }, stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (log += text));
  return new Promise((done, fail) => {
    child.on("error", fail);
    child.on("close", (code) => done({ code: code ?? -1, log }));
  });
}

function pairsIn(file: string): Record<string, string> {
  const lines = file.split("\n").filter((line) => line !== "");
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf("=");
      if (at < 1) throw new Error(`not an output: ${line}`);
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}
