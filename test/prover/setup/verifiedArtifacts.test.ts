import { spawn } from "node:child_process";
import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { ensureArtifacts } from "../../../prover/setup/artifacts.ts";
import { compileCircuit } from "../../../prover/setup/compile.ts";
import { makeDevelopmentSetup } from "../../../prover/setup/development.ts";
import { ARTIFACT_FILES, type ArtifactLock } from "../../../prover/setup/lock.ts";
import { type Artifacts, loadVerifiedArtifacts, writeLock } from "../../../prover/setup/verifiedArtifacts.ts";
import { toCircuitId } from "../../../prover/shared/ids.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { PRODUCT, productArtifacts } from "../../support/groth16.ts";

let artifacts: Artifacts;

beforeAll(async () => {
  artifacts = await productArtifacts();
});

async function copied(): Promise<string> {
  const folder = folderWith();
  await cp(artifacts.folder, folder, { recursive: true, dereference: true });
  return folder;
}

/** Rewrites lock.json. */
async function relock(folder: string, change: (lock: ArtifactLock) => void): Promise<void> {
  const lock = JSON.parse(await readFile(join(folder, "lock.json"), "utf8"));
  change(lock);
  await writeFile(join(folder, "lock.json"), JSON.stringify(lock));
}

test("new artifacts pass verification, and describe themselves", async () => {
  const { lock } = await loadVerifiedArtifacts(await copied());
  expect(lock).toMatchObject({
    format: "disjoint/artefact/v1",
    circuit: "product",
    setup: "development",
    constraints: 22,
  });
});

test.each(ARTIFACT_FILES)("one flipped bit in %s is refused", async (name) => {
  const folder = await copied();
  const bytes = await readFile(join(folder, name));
  bytes[bytes.length >> 1]! ^= 1;
  await writeFile(join(folder, name), bytes);
  expect(await codeOf(() => loadVerifiedArtifacts(folder))).toBe("setup/hash-differs");
});

test.each<[string, (lock: ArtifactLock) => void, string]>([
  ["another circuit id", (lock) => (lock.circuitId = toCircuitId(`0x${"0".repeat(64)}`)), "setup/lock-differs"],
  ["another size", (lock) => lock.constraints++, "setup/lock-differs"],
  [
    "an invented contribution",
    (lock) => lock.contributions.push({ kind: "contribution", name: "x", hash: "0".repeat(128) }),
    "setup/lock-differs",
  ],
  [
    "a ceremony that was not held",
    (lock) => Object.assign(lock, { setup: "ceremony", powersOfTau: "0".repeat(128) }),
    "setup/no-contribution",
  ],
  ["another format", (lock) => ((lock as { format: string }).format = "disjoint/artifact/v2"), "setup/lock-invalid"],
  ["an unknown field", (lock) => ((lock as unknown as { note: string }).note = ""), "setup/lock-invalid"],
  ["a file left out", (lock) => delete (lock.files as Record<string, string>)["circuit.wasm"], "setup/lock-invalid"],
])("a lock with %s is refused", async (_, change, code) => {
  const folder = await copied();
  await relock(folder, change);
  expect(await codeOf(() => loadVerifiedArtifacts(folder))).toBe(code);
});

test("a missing lock, and a lock that is not JSON, are refused", async () => {
  expect(await codeOf(() => loadVerifiedArtifacts(folderWith()))).toBe("setup/lock-missing");
  expect(await codeOf(() => loadVerifiedArtifacts(folderWith({ "lock.json": "{" })))).toBe("setup/lock-invalid");
});

const FROM = { circuit: "product", source: "0".repeat(64), setup: "development", powersOfTau: null } as const;

test("a key with delta equal to gamma is refused even with a lock that fits", async () => {
  const folder = await copied();
  const trapdoor = { tau: 5n, alpha: 6n, beta: 7n, gamma: 8n, delta: 8n };
  await makeDevelopmentSetup((await compileCircuit(PRODUCT)).r1cs, join(folder, "circuit.zkey"), { trapdoor });
  expect(await codeOf(() => writeLock(folder, FROM))).toBe("setup/delta-is-gamma");
  expect(await codeOf(() => loadVerifiedArtifacts(folder))).toBe("setup/delta-is-gamma");
});

test("a verification key that is not the zkey's, or not canonical, is refused even with a lock that fits", async () => {
  const folder = await copied();
  await makeDevelopmentSetup((await compileCircuit(PRODUCT)).r1cs, join(folder, "circuit.zkey"));
  expect(await codeOf(() => writeLock(folder, FROM))).toBe("setup/key-differs");

  const other = await copied();
  const key = JSON.parse(await readFile(join(other, "verification_key.json"), "utf8"));
  key.IC[0][0] = `0${key.IC[0][0]}`;
  await writeFile(join(other, "verification_key.json"), JSON.stringify(key));
  expect(await codeOf(() => writeLock(other, FROM))).toBe("setup/key-invalid");
});

/** A project whose circuits/main holds the test circuit. */
async function project(): Promise<string> {
  const root = folderWith();
  await cp(join(PRODUCT, ".."), join(root, "circuits/main"), { recursive: true });
  return root;
}

test("artifacts are made once, and again when a source changes", async () => {
  const root = await project();
  const steps: string[] = [];
  const options = { root, onProgress: ({ what }: { what: string }) => steps.push(what) };
  const first = await ensureArtifacts("product", options);
  expect(steps.length).toBeGreaterThan(0);
  steps.length = 0;
  expect(await ensureArtifacts("product", options)).toEqual(first);
  expect(steps).toEqual([]);

  const square = join(root, "circuits/main/square.circom");
  await writeFile(square, `${await readFile(square, "utf8")}\n// the same circuit, another source\n`);
  const second = await ensureArtifacts("product", options);
  expect(second.lock.source).not.toBe(first.lock.source);
  expect(second.lock.circuitId).not.toBe(first.lock.circuitId);
});

test(
  "artifacts that somebody installed are used, never overwritten, and refused when the sources have " + "changed",
  async () => {
    const root = await project();
    await cp(artifacts.folder, join(root, "build/artifacts/product"), { recursive: true, dereference: true });
    const installed = async () => (await ensureArtifacts("product", { root })).lock.circuitId;
    expect(await installed()).toBe(artifacts.lock.circuitId);
    const path = join(root, "circuits/main/product.circom");
    const source = await readFile(path, "utf8");
    await writeFile(path, `// The constraints stay as they are.\n${source}`);
    expect(await installed()).toBe(artifacts.lock.circuitId);
    await relock(join(root, "build/artifacts/product"), (lock) => (lock.source = "0".repeat(64)));
    expect(await installed()).toBe(artifacts.lock.circuitId);
    await writeFile(path, source.replace("powers[0];\n}", "powers[1];\n}"));
    expect(await codeOf(installed)).toBe("setup/stale");
  },
);

const SCRIPT = `const { ensureArtifacts } = await import(process.argv[1]);
await ensureArtifacts("product", { root: process.argv[2], onProgress: ({ what }) => console.log(what) });`;

/** Makes the artifacts in a process of its own that is killed with SIGKILL at its `step`-th report. */
function killedAt(root: string, step: number): Promise<unknown> {
  const module = new URL("../../../prover/setup/artifacts.ts", import.meta.url).href;
  const child = spawn(process.execPath, ["--input-type=module", "-e", SCRIPT, module, root]);
  let reports = 0;
  child.stdout.on("data", (chunk) => {
    reports += String(chunk).split("\n").length - 1;
    if (reports >= step) child.kill("SIGKILL");
  });
  return new Promise((done) => child.on("close", (code, signal) => done(signal ?? code)));
}

test("kill -9 at any moment leaves nothing that is mistaken for artifacts", async () => {
  const root = await project();
  for (const step of [1, 2, 3, 6, 12]) {
    await killedAt(root, step);
    const code = await codeOf(() => loadVerifiedArtifacts(join(root, "build/artifacts/product")));
    expect(["accepted", "setup/lock-missing"]).toContain(code);
  }
  await ensureArtifacts("product", { root });
  expect(await codeOf(() => loadVerifiedArtifacts(join(root, "build/artifacts/product")))).toBe("accepted");
  expect((await readdir(join(root, "build/cache/artifacts"))).length).toBe(1);
});

test("two processes at once come to the same artifacts", async () => {
  const root = await project();
  expect(await Promise.all([killedAt(root, Infinity), killedAt(root, Infinity)])).toEqual([0, 0]);
  const { lock } = await loadVerifiedArtifacts(join(root, "build/artifacts/product"));
  expect((await ensureArtifacts("product", { root })).lock).toEqual(lock);
});
