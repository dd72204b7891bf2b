import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { parse } from "yaml";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { readAction, type Step } from "../support/action.ts";
import { evaluate, runsIf } from "../support/expression.ts";

const action = readAction();
const steps = action.runs.steps;

describe("action.yml", () => {
  it("describes every input and output", () => {
    for (const part of [...Object.values(action.inputs), ...Object.values(action.outputs)])
      expect(part.description).toMatch(/^\S.{10,}/s);
  });

  it("puts nothing from outside into a script: values come by the environment", () => {
    const scripts = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
    expect(scripts.length).toBeGreaterThan(2);
    for (const script of scripts) expect(script).not.toContain("${{");
  });

  it("has a shell for each script, and a version for each action", () => {
    for (const { run, shell, uses } of steps) {
      if (run !== undefined) expect(shell).toBe("bash");
      else expect(uses).toMatch(/^(actions|github)\/[a-z/-]+@v\d+$/);
    }
  });

  it("uses every input, and no other", () => {
    const text = JSON.stringify(steps);
    const used = new Set([...text.matchAll(/inputs\.([a-z-]+)/g)].map(([, name]) => name));
    expect([...used].sort()).toEqual(Object.keys(action.inputs).sort());
  });
});

describe.each(["release", "freshness"])("the ready workflow %s", (name) => {
  const text = readFileSync(join(PROJECT_ROOT, `examples/workflows/${name}.yml`), "utf8");
  const { jobs, permissions, concurrency } = parse(text);
  const all: Step[] = jobs[name].steps;

  it("gives the action inputs that it has, and all that it needs", () => {
    const [used] = all.filter(({ uses }) => uses?.startsWith("disjoint/disjoint@"));
    const known = Object.keys(action.inputs);
    expect(Object.keys(used!.with!).filter((input) => !known.includes(input))).toEqual([]);
    const needed = known.filter((input) => action.inputs[input]!.required);
    expect(needed.filter((input) => !(input in used!.with!))).toEqual([]);
  });

  it("is in the CI guide", () => {
    const guide = readFileSync(join(PROJECT_ROOT, "docs/guides/ci.md"), "utf8");
    expect(guide).toContain(`examples/workflows/${name}.yml`);
  });

  it("may only read, runs one at a time, and puts nothing from outside into a script", () => {
    expect(permissions).toEqual({ contents: "read" });
    expect(concurrency).toBe("disjoint");
    for (const { run = "" } of all) expect(run).not.toContain("${{");
  });
});

test("the expressions of the runner in these tests mean what GitHub's do", () => {
  const contexts = { inputs: { state: "", upload: "true" }, steps: { run: { outputs: { status: "dirty" } } } };
  const value = (text: string) => evaluate(text, contexts, true);
  expect(value("inputs.state != ''")).toBe(false);
  expect(value("always() && inputs.upload == 'TRUE' && steps.run.outputs.status != ''")).toBe(true);
  expect(value("!success() && (failure() || inputs.nothing)")).toBe(true);
  expect(value("steps.other.outputs.status || 'none'")).toBe("none");
  expect(() => value("hashFiles('x')")).toThrow();
  expect(runsIf("inputs.upload == 'true'", contexts, true)).toBe(false);
  expect(runsIf("always() && inputs.upload == 'true'", contexts, true)).toBe(true);
  expect(runsIf(undefined, contexts, false)).toBe(true);
});
