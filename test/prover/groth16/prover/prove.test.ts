import { spawn } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { nativeBackend } from "../../../../prover/groth16/prover/native.ts";
import { prove, proveWitness } from "../../../../prover/groth16/prover/prove.ts";
import { snarkjsBackend } from "../../../../prover/groth16/prover/snarkjs.ts";
import { type CircuitInput, calculateWitness } from "../../../../prover/groth16/prover/witness.ts";
import { satisfiesPairing } from "../../../../prover/groth16/verify.ts";
import { loadNative } from "../../../../prover/native/index.ts";
import type { Artifacts } from "../../../../prover/setup/verifiedArtifacts.ts";
import { FIELD_ORDER } from "../../../../prover/shared/field.ts";
import { codeOf } from "../../../support/errors.ts";
import { folderWith } from "../../../support/folder.ts";
import { productArtifacts, productInput } from "../../../support/groth16.ts";

let artifacts: Artifacts;
/** Every prover of this machine: the kernel is there only where it has been built. */
const native = loadNative();
const BACKENDS = [snarkjsBackend, ...(native === undefined ? [] : [nativeBackend(native)])].map((backend) => ({
  backend,
}));

beforeAll(async () => {
  artifacts = await productArtifacts();
});

test.each(BACKENDS)(
  "$backend.name: proofs asked for at the same time are all made and all hold",
  async ({ backend }) => {
    const inputs = [1n, 2n, 3n].map((left) => productInput(left));
    const proofs = await Promise.all(inputs.map((input) => prove(artifacts, input, { backend })));
    proofs.forEach(({ proof, publicSignals }, i) => {
      expect(publicSignals).toEqual([inputs[i]!.left, inputs[i]!.right]);
      expect(satisfiesPairing(artifacts.key, publicSignals, proof)).toBe(true);
    });
  },
);

test.each<[string, CircuitInput, string]>([
  ["a false statement", { left: 3n, right: 226n, secret: 5n }, "groth16/no-witness"],
  ["a signal missing", { left: 3n, right: 225n }, "groth16/no-witness"],
  ["a signal too many", { left: 3n, right: 225n, secret: 5n, other: 1n }, "groth16/no-witness"],
  ["an array for one signal", { left: [3n, 3n], right: 225n, secret: 5n }, "groth16/no-witness"],
  ["a value above the order", { left: 3n + FIELD_ORDER, right: 225n, secret: 5n }, "groth16/input"],
  ["a negative value", { left: 3n - FIELD_ORDER, right: 225n, secret: 5n }, "groth16/input"],
  ["a text", { left: "3" as unknown as bigint, right: 225n, secret: 5n }, "groth16/input"],
])("no witness for %s", async (_, input, code) => {
  expect(await codeOf(() => calculateWitness(artifacts.wasm, input))).toBe(code);
});

test.each(BACKENDS)(
  "$backend.name: a witness that breaks a constraint, or a damaged key, gives no proof",
  async ({ backend }) => {
    const witness = Buffer.from(await calculateWitness(artifacts.wasm, productInput(3n)));
    const wrong = Buffer.from(witness);
    wrong[wrong.length - 32]! ^= 1;
    expect(await codeOf(() => proveWitness(artifacts, wrong, { backend }))).toBe("groth16/unproved");

    const bytes = await readFile(artifacts.zkey);
    bytes[bytes.length - 68 - 12 - 64 * 16]! ^= 1;
    const zkey = join(folderWith(), "damaged.zkey");
    await writeFile(zkey, bytes);
    expect(await codeOf(() => proveWitness({ ...artifacts, zkey }, witness, { backend }))).toMatch(
      /^(groth16\/unproved|native\/bad-zkey)$/,
    );
  },
);

test("a process that proves ends by itself", async () => {
  const script = `const [prove, key] = await Promise.all(process.argv.slice(1, 3).map((url) => import(url)));
    const artifacts = await key.loadVerifiedArtifacts(process.argv[3]);
    const { publicSignals } = await prove.prove(artifacts, { left: 1n, right: 4n, secret: 2n });
    console.log(publicSignals.join());`;
  const modules = ["groth16/prover/prove.ts", "setup/verifiedArtifacts.ts"].map(
    (name) => new URL(`../../../../prover/${name}`, import.meta.url).href,
  );
  const child = spawn(process.execPath, ["--input-type=module", "-e", script, ...modules, artifacts.folder]);
  let said = "";
  child.stdout.on("data", (chunk) => (said += chunk));
  const code = await new Promise((done) => child.on("close", done));
  expect({ code, said }).toEqual({ code: 0, said: "1,4\n" });
});
