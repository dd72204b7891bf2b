import { beforeAll, describe, expect, it } from "vitest";
import { type CircuitInput, packInputs } from "../../../prover/groth16/prover/inputs.ts";
import { calculateWitness } from "../../../prover/groth16/prover/witness.ts";
import { inputSignals, type WitnessCircuit } from "../../../prover/native/circuits.ts";
import { ALL_CIRCUITS } from "../../../prover/plan/circuits.ts";
import { circuitPath } from "../../../prover/setup/artifacts.ts";
import { type CompiledCircuit, compileCircuit } from "../../../prover/setup/compile.ts";
import { DisjointError } from "../../../prover/shared/errors.ts";
import { FIELD_ORDER } from "../../../prover/shared/field.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import { memoize } from "../../../prover/shared/promises.ts";
import { FULL } from "../../support/full.ts";
import { keyFromNumber, sortKeys, workKey } from "../../support/scene.ts";
import { SparseTree } from "../../support/sparseTree.ts";
import { describeKernels } from "./support/kernel.ts";
import { changed, fullestInput, randomInput } from "./support/witnesses.ts";

/** Compiling a circuit of 256 entries takes minutes, and its calculator seconds. */
const SUBJECTS = ALL_CIRCUITS.filter(({ name, entries }) => FULL || (entries < 256 && name !== "exclusion_16x138"));
const RANDOM = Number(process.env.DISJOINT_WITNESSES ?? (FULL ? 1000 : 3));

const circuitOf = ({ kind, entries, nodes = 1 }: (typeof ALL_CIRCUITS)[number]): WitnessCircuit => ({
  kind,
  entries,
  nodes,
});

/** What a calculator answers: the hash of a witness, or the words of its refusal. */
type Answer = { witness: string } | { refused: string };

async function answer(calculate: () => Promise<Uint8Array>): Promise<Answer> {
  try {
    return { witness: sha256(await calculate()) };
  } catch (error) {
    if (error instanceof DisjointError && error.code.endsWith("/no-witness")) return { refused: error.message };
    throw error;
  }
}

/** circom's answers, asked for once for all back ends. */
const references = new Map<string, Promise<Answer>>();

const expectSame = (ours: Answer, reference: Answer, what: string) => {
  if ("witness" in reference) expect(ours, what).toEqual(reference);
  else expect(ours, what).toHaveProperty("refused");
};

const works = (from: number, count: number) =>
  sortKeys(Array.from({ length: count }, (_, i) => workKey(`work ${from + i}`)));

/** Inputs at the edges of what an exclusion circuit takes. */
const EDGES: Record<string, (circuit: WitnessCircuit) => Promise<CircuitInput>> = {
  "an empty page, which repeats one entry": async (circuit) =>
    (await SparseTree.honest(7, works(0, 30))).input(Array(circuit.entries).fill(workKey("absent")), circuit),
  "the shallowest tree, so that only the root is opened": async (circuit) =>
    (await SparseTree.honest(4, works(0, 30))).input(works(100, circuit.entries), circuit),
  "the deepest tree, and entries that are all in one bucket": async (circuit) =>
    (await SparseTree.honest(48, works(0, 30))).input(
      Array.from({ length: circuit.entries }, (_, i) => keyFromNumber((5n << 200n) + BigInt(i))),
      circuit,
    ),
  "no spare node": fullestInput,
  "a full bucket": async (circuit) => {
    const key = workKey("absent");
    const tree = await SparseTree.full(7, workKey("work 1"), 3);
    return tree.input(Array(circuit.entries).fill(key), circuit, FIELD_ORDER - 1n);
  },
  "the largest and the smallest keys": async (circuit) => {
    const keys = [...Array(circuit.entries - 1).fill(keyFromNumber(1n)), keyFromNumber((1n << 248n) - 1n)];
    return (await SparseTree.honest(12, works(0, 30))).input(keys, circuit);
  },
};

const edgeInput = memoize((name: string, subject: string) => {
  const circuit = ALL_CIRCUITS.find((one) => one.name === subject)!;
  return EDGES[name]!(circuitOf(circuit));
});

await describeKernels("witnesses", ({ native }) => {
  describe.each(SUBJECTS)("of $name", (subject) => {
    const circuit = circuitOf(subject);
    const signals = inputSignals(circuit);
    let compiled: CompiledCircuit;
    beforeAll(async () => {
      compiled = await compileCircuit(circuitPath(subject.name));
    }, 3_600_000);

    const ours = (input: CircuitInput, threads = 2) =>
      answer(() => native.witness({ circuit, r1cs: compiled.r1cs, inputs: packInputs(signals, input), threads }));
    const reference = (what: string, input: CircuitInput) => {
      const key = `${subject.name}: ${what}`;
      if (!references.has(key))
        references.set(
          key,
          answer(() => calculateWitness(compiled.wasm, input)),
        );
      return references.get(key)!;
    };

    it(`${RANDOM} random inputs: the bytes of circom's calculator`, { timeout: 36_000_000 }, async () => {
      for (let seed = 0; seed < RANDOM; seed++) {
        const input = await randomInput(circuit, seed);
        const answered = await ours(input);
        expect(answered, `seed ${seed}`).toHaveProperty("witness");
        expectSame(answered, await reference(`random ${seed}`, input), `seed ${seed}`);
      }
    });

    it(`${RANDOM} changed inputs: refused where circom refuses them, else the same bytes`, {
      timeout: 36_000_000,
    }, async () => {
      const honest = await randomInput(circuit, 1);
      let refused = 0;
      for (let seed = 0; seed < RANDOM; seed++) {
        const input = changed(honest, seed);
        const answered = await ours(input);
        expectSame(answered, await reference(`changed ${seed}`, input), `seed ${seed}`);
        if ("refused" in answered) refused++;
      }
      expect(refused).toBeGreaterThan(0);
    });

    it("one thread and several give the same", async () => {
      const input = await randomInput(circuit, 2);
      expectSame(await ours(input, 1), await ours(input, 5), "threads");
    });

    if (circuit.kind !== "exclusion") return;
    it.each(Object.keys(EDGES))("%s", async (name) => {
      const input = await edgeInput(name, subject.name);
      const answered = await ours(input);
      expect(answered).toHaveProperty("witness");
      expectSame(answered, await reference(name, input), name);
    });
  });
});
