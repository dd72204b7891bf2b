import { join } from "node:path";
import { expect, test } from "vitest";
import { keysCommands } from "../../prover/cli/setup.ts";
import { loadVerifiedArtifacts } from "../../prover/setup/verifiedArtifacts.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { codeOf } from "../support/errors.ts";
import { folderWith } from "../support/folder.ts";
import { PRODUCT } from "../support/groth16.ts";

const PTAU = join(PROJECT_ROOT, "node_modules/circomkit/ptau/powersOfTau28_hez_final_12.ptau");

function run(name: string, positionals: string[], values: Record<string, string> = {}) {
  const command = keysCommands.find((each) => each.name === name)!;
  for (const option of Object.keys(values)) expect(command.options).toHaveProperty(option);
  return command.run({ positionals, values, onProgress: () => {} });
}

test("the four commands lead from powers of tau to artifacts that pass the gate", async () => {
  const folder = folderWith();
  const at = (name: string) => join(folder, name);
  await run("keys setup", [PRODUCT, at("0.zkey")], { ptau: PTAU });
  const first = await run("keys contribute", [at("0.zkey"), at("1.zkey")], { name: "somebody" });
  const last = await run("keys beacon", [at("1.zkey"), at("2.zkey")], { hash: "00ff", iterations: "10" });
  const done = await run("keys verify", [PRODUCT, at("2.zkey")], { ptau: PTAU, out: at("artifacts") });

  const { lock } = await loadVerifiedArtifacts(at("artifacts"));
  expect(done).toMatchObject({ verdict: true, json: { folder: at("artifacts"), lock } });
  const hashes = [first, last].map(({ json }) => (json as { hash: string }).hash);
  expect(lock.contributions.map(({ hash }) => hash)).toEqual(hashes);
  for (const hash of hashes) expect(done.text).toContain(hash);
});

test("what is missing is a usage error, a key that anyone can forge for an artifact error", async () => {
  const folder = folderWith();
  const at = (name: string) => join(folder, name);
  expect(await codeOf(() => run("keys setup", [PRODUCT], { ptau: PTAU }))).toBe("cli/arguments");
  expect(await codeOf(() => run("keys setup", [PRODUCT, at("0.zkey")]))).toBe("cli/missing-option");
  await run("keys setup", [PRODUCT, at("0.zkey")], { ptau: PTAU });
  expect(await codeOf(() => run("keys contribute", [at("0.zkey"), at("1.zkey")]))).toBe("cli/missing-option");
  expect(await codeOf(() => run("keys beacon", [at("0.zkey"), at("1.zkey")], { hash: "00", iterations: "x" }))).toBe(
    "keys/beacon",
  );
  expect(await codeOf(() => run("keys verify", [PRODUCT, at("0.zkey")], { ptau: PTAU, out: at("artifacts") }))).toBe(
    "keys/delta-is-gamma",
  );
});

test("no option takes entropy itself: argument lists are public", () => {
  const options = keysCommands.flatMap((command) => Object.keys(command.options));
  expect(options.filter((option) => /entropy|secret|seed/.test(option))).toEqual(["entropy-file"]);
});
