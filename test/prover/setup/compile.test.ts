import { cp, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type CompiledCircuit, compileCircuit } from "../../../prover/setup/compile.ts";
import type { Progress } from "../../../prover/shared/progress.ts";
import { startChild } from "../../support/child.ts";

let root: string;
let first: CompiledCircuit;
const circuit = () => join(root, "product.circom");

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "compile-"));
  await cp(fileURLToPath(new URL("circuits", import.meta.url)), root, { recursive: true });
  first = await compileCircuit(circuit(), { root });
}, 60_000);

afterAll(() => rm(root, { recursive: true }));

test("the sizes come from the r1cs file", () => {
  expect(first).toMatchObject({ name: "product", constraints: 22, wires: 25, publicSignals: 2, privateInputs: 1 });
});

test("nothing is compiled a second time", async () => {
  const steps: Progress[] = [];
  const second = await compileCircuit(circuit(), { root, onProgress: (step) => steps.push(step) });
  expect(second).toEqual(first);
  expect(steps).toEqual([]);
});

test("a change in an included file is another circuit", async () => {
  const changed = join(root, "changed");
  await cp(fileURLToPath(new URL("circuits", import.meta.url)), changed, { recursive: true });
  await writeFile(
    join(changed, "square.circom"),
    "template Square() { signal input in; signal output out; signal t; t <== in * in; out <== t * in; }",
  );
  const other = await compileCircuit(join(changed, "product.circom"), { root: changed });
  expect(other.source).not.toBe(first.source);
  expect(other.constraints).toBe(23);
});

test("what circom refuses is an artifact error with its words, and leaves nothing behind", async () => {
  const broken = join(root, "broken.circom");
  await writeFile(broken, "template A() { signal input a; a === b; } component main = A();");
  await expect(compileCircuit(broken, { root })).rejects.toMatchObject({ code: "setup/compile", exitCode: 5 });
  await expect(compileCircuit(broken, { root })).rejects.toThrow(/T2021|Undeclared symbol|undeclared/i);
  expect((await readdir(join(root, "build/cache/compile"))).filter((name) => name.endsWith(".part"))).toEqual([]);
});

test("a source or an include that is missing is named", async () => {
  const lonely = join(root, "lonely.circom");
  await writeFile(lonely, 'include "nowhere.circom"; component main = A();');
  await expect(compileCircuit(lonely, { root })).rejects.toMatchObject({ code: "setup/compile" });
  await expect(compileCircuit(lonely, { root })).rejects.toThrow("nowhere.circom");
  await expect(compileCircuit(join(root, "absent.circom"), { root })).rejects.toThrow("absent.circom");
});

const MODULE = new URL("../../../prover/setup/compile.ts", import.meta.url).href;
const SCRIPT = `const { compileCircuit } = await import(${JSON.stringify(MODULE)});
const [circuit, root, cache] = process.argv.slice(1);
const { source } = await compileCircuit(circuit, { root, cache, onProgress: () => console.log("started") });
console.log(source);`;

/** Compiles in a process of its own; `killed` ends it with SIGKILL as soon as the compiler starts. */
function compileApart(cache: string, killed = false): Promise<string> {
  const child = startChild(process.execPath, ["--input-type=module", "-e", SCRIPT, circuit(), root, cache]);
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += chunk;
    if (killed) child.kill("SIGKILL");
  });
  return new Promise((done) => child.on("close", () => done(said)));
}

test("kill -9 while compiling leaves nothing that is mistaken for a result, and the next run cleans up", async () => {
  const cache = join(root, "killed");
  expect(await compileApart(cache, true)).toBe("started\n");
  expect((await readdir(cache)).every((name) => name.endsWith(".part"))).toBe(true);
  const compiled = await compileCircuit(circuit(), { root, cache });
  expect(compiled.constraints).toBe(22);
  expect(await readdir(cache)).toEqual([first.source]);
}, 60_000);

test("two calls at once in one process come to one result", async () => {
  const cache = join(root, "twice");
  const [one, two] = await Promise.all([
    compileCircuit(circuit(), { root, cache }),
    compileCircuit(circuit(), { root, cache }),
  ]);
  expect(one).toEqual(two);
  expect(await readdir(cache)).toEqual([first.source]);
});

test("two processes at once come to one result", async () => {
  const cache = join(root, "together");
  const said = await Promise.all([compileApart(cache), compileApart(cache)]);
  for (const text of said) expect(text).toContain(first.source);
  expect(await readdir(cache)).toEqual([first.source]);
}, 60_000);
