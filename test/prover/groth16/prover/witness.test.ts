import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it, test, vi } from "vitest";
import { prove } from "../../../../prover/groth16/prover/prove.ts";
import { calculateWitness, makeWitness, type WitnessArtifacts } from "../../../../prover/groth16/prover/witness.ts";
import { findWitnessCircuit } from "../../../../prover/native/circuits.ts";
import { loadNative } from "../../../../prover/native/index.ts";
import { circuitPath, ensureArtifacts } from "../../../../prover/setup/artifacts.ts";
import { compileCircuit } from "../../../../prover/setup/compile.ts";
import type { Artifacts } from "../../../../prover/setup/verifiedArtifacts.ts";
import { DisjointError } from "../../../../prover/shared/errors.ts";
import { FIELD_ORDER } from "../../../../prover/shared/field.ts";
import { sha256File } from "../../../../prover/shared/files.ts";
import type { WitnessInput } from "../../../../prover/witness/exclusion.ts";
import type { InclusionInput } from "../../../../prover/witness/inclusion.ts";
import { exclusion, listing } from "../../../support/circuits.ts";
import { codeOf } from "../../../support/errors.ts";
import { folderWith } from "../../../support/folder.ts";
import { productArtifacts, productInput } from "../../../support/groth16.ts";
import { sortKeys, workKey } from "../../../support/scene.ts";
import { SparseTree } from "../../../support/sparseTree.ts";

const SIZE = { entries: 16, nodes: 60 };

const works = (from: number, count: number) =>
  sortKeys(Array.from({ length: count }, (_, i) => workKey(`work ${from + i}`)));

let artifacts: Artifacts;
let input: WitnessInput;
beforeAll(async () => {
  artifacts = await ensureArtifacts("exclusion_16x60");
  input = await (await SparseTree.honest(7, works(0, 40))).input(works(100, 16), SIZE);
});
afterEach(() => vi.unstubAllEnvs());

const same = (a: Uint8Array, b: Uint8Array) => Buffer.compare(a, b) === 0;

/** What the kernel says about an input that has no witness. */
async function reasonOf(changed: WitnessInput): Promise<string> {
  try {
    await makeWitness(artifacts, changed);
  } catch (error) {
    if (error instanceof DisjointError && error.code === "groth16/no-witness") return error.message;
    throw error;
  }
  return "accepted";
}

test("is that of circom's calculator, with the kernel and without it", async () => {
  const reference = await calculateWitness(artifacts.wasm, input);
  expect(same(await makeWitness(artifacts, input), reference)).toBe(true);
  vi.stubEnv("DISJOINT_NATIVE", "off");
  expect(same(await makeWitness(artifacts, input), reference)).toBe(true);
});

describe("a circuit that is not this project's", () => {
  it("is not recognized, even under a known name or with one rule removed", async () => {
    const product = await productArtifacts();
    expect(findWitnessCircuit(product.lock.files["circuit.r1cs"])).toBeUndefined();
    for (const { r1cs } of await Promise.all([
      exclusion({ entries: 2, nodes: 3 }, { optimisation: "O1" }),
      listing(16, { without: ["listed"], optimisation: "O1" }),
      listing(16),
    ]))
      expect(findWitnessCircuit(await sha256File(r1cs))).toBeUndefined();
    expect(findWitnessCircuit("toString")).toBeUndefined();
  });

  it("gets its witness from its own calculator", async () => {
    const product = await productArtifacts();
    const reference = await calculateWitness(product.wasm, productInput(3n));
    expect(same(await makeWitness(product, productInput(3n)), reference)).toBe(true);
  });
});

// Without the kernel, circom's calculator says these things in its own words: prove.test.ts.
describe.runIf(loadNative())("the kernel", () => {
  it("needs no calculator", async () => {
    const reference = await calculateWitness(artifacts.wasm, input);
    expect(same(await makeWitness({ ...artifacts, wasm: "/nowhere.wasm" }, input), reference)).toBe(true);
  });

  const far = (1n << 248n) + 1n;
  const BROKEN: [string, (honest: WitnessInput) => Partial<WitnessInput>][] = [
    ["page-digest", ({ pageDigest }) => ({ pageDigest: pageDigest + 1n })],
    ["page-digest", ({ routes }) => ({ routes: routes.with(3, routes[3]! + 1n) })],
    ["commitment", ({ salt }) => ({ salt: salt + 1n })],
    ["commitment", ({ children }) => ({ children: children.with(0, children[0]!.with(2, 5n)) })],
    ["root-id", ({ ids }) => ({ ids: ids.with(0, 1n) })],
    ["range", ({ ids }) => ({ ids: ids.with(1, 1n << 52n) })],
    ["mask-boolean", ({ masks }) => ({ masks: masks.with(1, masks[1]!.with(2, 2n)) })],
    ["thermometer", ({ thermometer }) => ({ thermometer: thermometer.with(3, 0n) })],
    ["thermometer", ({ thermometer }) => ({ thermometer: thermometer.with(40, far) })],
    ["thermometer-monotone", ({ thermometer }) => ({ thermometer: thermometer.with(40, 1n) })],
    [
      "absent",
      ({ slots, routes, rests }) => ({
        slots: [[(routes[0]! << 200n) + rests[0]!, ...slots[0]!.slice(1)], ...slots.slice(1)],
      }),
    ],
    ["lookup", ({ slots }) => ({ slots: slots.with(15, slots[15]!.with(15, 9n)) })],
    [
      "lookup",
      ({ masks }) => ({
        masks: masks.with(
          1,
          masks[1]!.map((bit) => 1n - bit),
        ),
      }),
    ],
  ];
  it.each(BROKEN)("names the rule %s when it is broken", async (rule, change) => {
    const changed = { ...input, ...change(input) };
    expect(await reasonOf(changed)).toMatch(new RegExp(`: rule ${rule} does not hold`));
    expect(await codeOf(() => calculateWitness(artifacts.wasm, changed))).toBe("groth16/no-witness");
  });

  it("names the rules of entries that share a bucket", async () => {
    const twins = Array<Uint8Array>(16).fill(workKey("absent"));
    const honest = await (await SparseTree.honest(7, works(0, 40))).input(twins, SIZE);
    const slots = honest.slots.with(4, honest.slots[4]!.with(15, 9n));
    expect(await reasonOf({ ...honest, slots })).toContain("rule same-bucket does not hold, entry 4");
  });

  it.each<[string, (honest: WitnessInput) => Record<string, unknown>, string]>([
    ["a signal missing", ({ salt: _, ...rest }) => rest, "input signal salt is missing"],
    ["a signal too many", (honest) => ({ ...honest, other: 1n }), "it has no input signal other"],
    ["a list for one value", (honest) => ({ ...honest, salt: [1n] }), "input signal salt is a list of 1"],
    ["a value for a list", (honest) => ({ ...honest, ids: 1n }), "input signal ids is a single value, not 60 values"],
    [
      "a list that is too short",
      ({ routes, ...rest }) => ({ ...rest, routes: routes.slice(1) }),
      "a list of 15, not 16",
    ],
    ["a flat list", ({ masks, ...rest }) => ({ ...rest, masks: masks.flat() }), "a list of 960, not 60 values"],
  ])("refuses %s", async (_, change, words) => {
    expect(await reasonOf(change(input) as WitnessInput)).toContain(words);
  });

  it("refuses values outside of the field", async () => {
    for (const salt of [FIELD_ORDER, -1n, 3 as unknown as bigint])
      expect(await codeOf(() => makeWitness(artifacts, { ...input, salt }))).toBe("groth16/input");
  });

  it("names the rules of inclusion and listing", async () => {
    const tree = await SparseTree.honest(7, works(0, 40));
    const inclusion = await compiledArtifacts("inclusion");
    const path = await tree.path(workKey("work 3"));
    const said = async (changed: Partial<InclusionInput>) =>
      makeWitness(inclusion, { ...path, ...changed }).then(
        () => "accepted",
        (error: Error) => /rule [a-z-]+/.exec(error.message)?.[0],
      );
    expect(await said({})).toBe("accepted");
    expect(await said({ slots: path.slots.map((slot) => slot + 1n) })).toBe("rule present");
    expect(await said({ key: 0n })).toBe("rule key-nonzero");
    expect(
      await said({
        children: path.children.with(
          0,
          path.children[0]!.map((child) => child + 1n),
        ),
      }),
    ).toBe("rule child");
    expect(await said({ salt: path.salt + 1n })).toBe("rule commitment");
  });

  describe("with a damaged r1cs file", () => {
    let whole: Buffer;
    let map: number;
    beforeAll(async () => {
      whole = await readFile(artifacts.r1cs);
      map = whole.length - 8 * whole.readUInt32LE(headerOf(whole) + 36);
    });
    /** Where the content of the header section begins; circom writes it after the constraints. */
    const headerOf = (file: Buffer): number => {
      let at = 12;
      while (file.readUInt32LE(at) !== 1) at += 12 + Number(file.readBigUInt64LE(at + 4));
      return at + 12;
    };
    const damaged = async (damage: (file: Buffer) => Buffer | undefined): Promise<WitnessArtifacts> => {
      const file = Buffer.from(whole);
      const r1cs = join(folderWith(), "circuit.r1cs");
      await writeFile(r1cs, damage(file) ?? file);
      return { ...artifacts, r1cs };
    };

    it.each<[string, (file: Buffer) => Buffer | undefined]>([
      ["cut off", (file) => file.subarray(0, -1)],
      ["of other labels", (file) => void file.writeBigUInt64LE(5n, headerOf(file) + 52)],
      ["of other wires", (file) => void file.writeUInt32LE(5, headerOf(file) + 36)],
      ["with a wire beyond the labels", (file) => void file.writeBigUInt64LE(1n << 40n, map + 800)],
      ["with two wires of one label", (file) => void file.copy(file, map + 800, map + 808, map + 816)],
    ])("refuses one that is %s", async (_, damage) => {
      expect(await codeOf(async () => makeWitness(await damaged(damage), input))).toBe("native/bad-r1cs");
    });

    it("gives a witness that is never proved when wires are swapped", async () => {
      const swapped = await damaged((file) => {
        const label = file.subarray(map + 8 * 40_000, map + 8 * 40_001);
        const other = file.subarray(map + 8 * 50_000, map + 8 * 50_001);
        const kept = Buffer.from(label);
        label.set(other);
        other.set(kept);
        return file;
      });
      expect(await codeOf(() => prove({ ...artifacts, ...swapped }, input))).toBe("groth16/unproved");
    });
  });
});

/** What a witness needs, without a key. */
async function compiledArtifacts(name: string): Promise<WitnessArtifacts> {
  const { r1cs, wasm } = await compileCircuit(circuitPath(name));
  return { r1cs, wasm, lock: { files: { "circuit.r1cs": await sha256File(r1cs) } } };
}
