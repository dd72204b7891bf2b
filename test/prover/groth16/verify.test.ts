import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { bn254 } from "@noble/curves/bn254.js";
import { AbiCoder, keccak256 } from "ethers";
import { groth16, wtns } from "snarkjs";
import { afterAll, beforeAll, expect, test } from "vitest";
import { proofToSnarkjs, readSnarkjsProof } from "../../../prover/groth16/proof.ts";
import { computeCircuitId, keyToWords, readVerificationKey } from "../../../prover/groth16/verificationKey.ts";
import { verifyGroth16 } from "../../../prover/groth16/verify.ts";
import { inspectDocument } from "../../../prover/shared/document.ts";
import { BASE_ORDER, FIELD_ORDER } from "../../../prover/shared/field.ts";
import { codeOf } from "../../support/errors.ts";
import { endSnarkjs, productArtifacts, productInput } from "../../support/groth16.ts";

// biome-ignore lint/suspicious/noExplicitAny: documents that are mutated in every way
type Loose = any;

let key: Loose;
let proof: Loose;
let signals: string[];

beforeAll(async () => {
  const { folder, wasm, zkey } = await productArtifacts();
  key = JSON.parse(await readFile(join(folder, "verification_key.json"), "utf8"));
  const witness: { type: "mem"; data?: Uint8Array } = { type: "mem" };
  await wtns.calculate(productInput(3n), wasm, witness);
  ({ proof, publicSignals: signals } = await groth16.prove(zkey, witness));
});

afterAll(endSnarkjs);

/** The checks that fail after `change` has been made to copies of the three documents. */
function failedAfter(change: (documents: { key: Loose; signals: Loose; proof: Loose }) => void): string[] {
  const documents = structuredClone({ key, signals, proof });
  change(documents);
  const { verdict, checks } = verifyGroth16(documents.key, documents.signals, documents.proof);
  const failed = checks.filter(({ ok }) => !ok).map(({ name }) => name);
  expect(verdict).toBe(failed.length === 0);
  return failed;
}

test("a proof that snarkjs made is accepted, by snarkjs too", async () => {
  expect(failedAfter(() => {})).toEqual([]);
  expect(await groth16.verify(key, signals, proof)).toBe(true);
});

test("another signal, another proof point, another key are false", () => {
  expect(failedAfter((d) => (d.signals[0] = "4"))).toEqual(["pairing"]);
  expect(failedAfter((d) => d.signals.reverse())).toEqual(["pairing"]);
  expect(failedAfter((d) => (d.proof.pi_c = d.proof.pi_a))).toEqual(["pairing"]);
  expect(failedAfter((d) => (d.proof.pi_a[1] = String(BASE_ORDER - BigInt(d.proof.pi_a[1]))))).toEqual(["pairing"]);
  expect(failedAfter((d) => ([d.key.IC[1], d.key.IC[2]] = [d.key.IC[2], d.key.IC[1]]))).toEqual(["pairing"]);
});

test.each<[string, string, (documents: { key: Loose; signals: Loose; proof: Loose }) => void]>([
  ["a signal above the order", "public-signals", (d) => (d.signals[0] = String(BigInt(d.signals[0]) + FIELD_ORDER))],
  ["a signal in hexadecimal", "public-signals", (d) => (d.signals[0] = `0x${BigInt(d.signals[0]).toString(16)}`)],
  ["a signal with a leading zero", "public-signals", (d) => (d.signals[0] = `0${d.signals[0]}`)],
  ["a signal as a number", "public-signals", (d) => (d.signals[0] = 3)],
  ["an empty signal", "public-signals", (d) => (d.signals[0] = "")],
  ["signals as an object", "public-signals", (d) => (d.signals = { ...d.signals, length: 2 })],
  ["a signal too many", "signal-count", (d) => d.signals.push("0")],
  ["a signal too few", "signal-count", (d) => d.signals.pop()],
  ["no signals", "signal-count", (d) => (d.signals = [])],
  ["a wrong count in the key", "verification-key", (d) => (d.key.nPublic = 1)],
  ["a count as text", "verification-key", (d) => (d.key.nPublic = "2")],
  ["another protocol in the key", "verification-key", (d) => (d.key.protocol = "plonk")],
  ["another curve in the key", "verification-key", (d) => (d.key.curve = "bls12381")],
  ["an unknown field in the key", "verification-key", (d) => (d.key.note = "")],
  ["a key without delta", "verification-key", (d) => delete d.key.vk_delta_2],
  ["delta equal to gamma", "verification-key", (d) => (d.key.vk_delta_2 = d.key.vk_gamma_2)],
  ["a wrong pairing in the key", "verification-key", (d) => d.key.vk_alphabeta_12.reverse()],
  ["another protocol in the proof", "proof", (d) => (d.proof.protocol = "plonk")],
  ["another curve in the proof", "proof", (d) => (d.proof.curve = "BN254")],
  ["a proof without a curve", "proof", (d) => delete d.proof.curve],
  ["an unknown field in the proof", "proof", (d) => (d.proof.extra = 1)],
  ["a coordinate above the order", "proof", (d) => (d.proof.pi_a[0] = String(BigInt(d.proof.pi_a[0]) + BASE_ORDER))],
  ["a coordinate in hexadecimal", "proof", (d) => (d.proof.pi_a[0] = `0x${BigInt(d.proof.pi_a[0]).toString(16)}`)],
  ["another third coordinate", "proof", (d) => (d.proof.pi_a[2] = "2")],
  ["another third coordinate in G2", "proof", (d) => (d.proof.pi_b[2] = ["1", "1"])],
  ["a fourth coordinate", "proof", (d) => d.proof.pi_a.push("1")],
  ["a point off the curve", "proof", (d) => (d.proof.pi_a[1] = "5")],
  ["infinity as snarkjs writes it", "proof", (d) => (d.proof.pi_c = ["0", "1", "0"])],
  ["infinity as the EVM writes it", "proof", (d) => (d.proof.pi_c = ["0", "0", "1"])],
  [
    "infinity in G2",
    "proof",
    (d) =>
      (d.proof.pi_b = [
        ["0", "0"],
        ["0", "0"],
        ["1", "0"],
      ]),
  ],
  ["c0 and c1 exchanged", "proof", (d) => d.proof.pi_b[0].reverse()],
  ["a G1 point in the place of a G2 point", "proof", (d) => (d.proof.pi_b = d.proof.pi_a)],
  ["a point on the twist outside of the subgroup", "proof", (d) => (d.proof.pi_b = outsideSubgroup())],
  ["no proof", "proof", (d) => (d.proof = null)],
])("%s is refused", (_, name, change) => {
  expect(failedAfter(change)).toEqual([name]);
});

/** The first point (x, 0) + (y0, y1) u on the twist that is not of order r. */
function outsideSubgroup(): string[][] {
  const { Fp2 } = bn254.fields;
  for (let c0 = 1n; ; c0++) {
    const x = Fp2.create({ c0, c1: 0n });
    try {
      const y = Fp2.sqrt(Fp2.add(Fp2.mul(Fp2.sqr(x), x), bn254.G2.Point.CURVE().b));
      const point = bn254.G2.Point.fromAffine({ x, y });
      if (!point.isTorsionFree())
        return [
          [String(x.c0), "0"],
          [String(y.c0), String(y.c1)],
          ["1", "0"],
        ];
    } catch {
      // x^3 + b is no square: try the next x
    }
  }
}

test("documents are read back as they were written", () => {
  const read = inspectDocument((reader) => readSnarkjsProof(reader, proof, "$"));
  expect("value" in read && proofToSnarkjs(read.value)).toEqual(proof);
});

test("the circuit id is the hash of twenty words and changes with every one of them", async () => {
  const read = inspectDocument((reader) => readVerificationKey(reader, key, "$"));
  if (!("value" in read)) throw new Error("the key is good");
  const own = read.value;
  const coordinates = [own.alpha, ...[own.beta, own.gamma, own.delta].flat(), ...own.ic] as unknown as bigint[][];
  const ids = coordinates.flatMap((pair) =>
    [0, 1].map((i) => {
      pair[i]!++;
      const id = computeCircuitId(own);
      pair[i]!--;
      return id;
    }),
  );
  expect(new Set([computeCircuitId(own), ...ids]).size).toBe(21);
  expect(computeCircuitId(own)).toBe(keccak256(AbiCoder.defaultAbiCoder().encode(["uint256[20]"], [keyToWords(own)])));
  expect(await codeOf(() => computeCircuitId({ ...own, ic: own.ic.slice(1) }))).toBe("groth16/signal-count");
});
