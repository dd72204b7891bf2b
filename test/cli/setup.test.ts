import { join } from "node:path";
import { expect, test } from "vitest";
import { COMMANDS } from "../../prover/cli/commands/index.ts";
import { loadVerifiedArtifacts } from "../../prover/setup/verifiedArtifacts.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { runCommand } from "../support/command.ts";
import { codeOf } from "../support/errors.ts";
import { folderWith } from "../support/folder.ts";
import { PRODUCT } from "../support/groth16.ts";

const PTAU = join(PROJECT_ROOT, "node_modules/circomkit/ptau/powersOfTau28_hez_final_12.ptau");

test("the four commands lead from powers of tau to artifacts that pass the gate", async () => {
  const folder = folderWith();
  const at = (name: string) => join(folder, name);
  await runCommand("setup begin", [PRODUCT, at("0.zkey")], { ptau: PTAU });
  const first = await runCommand("setup contribute", [at("0.zkey"), at("1.zkey")], { name: "somebody" });
  const last = await runCommand("setup beacon", [at("1.zkey"), at("2.zkey")], { hash: "00ff", iterations: "10" });
  const done = await runCommand("setup verify", [PRODUCT, at("2.zkey")], { ptau: PTAU, out: at("artifacts") });

  const { lock } = await loadVerifiedArtifacts(at("artifacts"));
  expect(done).toMatchObject({ verdict: true, json: { folder: at("artifacts"), lock } });
  const hashes = [first, last].map(({ json }) => (json as { hash: string }).hash);
  expect(lock.contributions.map(({ hash }) => hash)).toEqual(hashes);
  for (const hash of hashes) expect(done.text).toContain(hash);
});

test("what is missing is a usage error, a key that anyone can forge for an artifact error", async () => {
  const folder = folderWith();
  const at = (name: string) => join(folder, name);
  expect(await codeOf(() => runCommand("setup begin", [PRODUCT], { ptau: PTAU }))).toBe("cli/arguments");
  expect(await codeOf(() => runCommand("setup begin", [PRODUCT, at("0.zkey")]))).toBe("cli/missing-option");
  await runCommand("setup begin", [PRODUCT, at("0.zkey")], { ptau: PTAU });
  expect(await codeOf(() => runCommand("setup contribute", [at("0.zkey"), at("1.zkey")]))).toBe("cli/missing-option");
  expect(
    await codeOf(() => runCommand("setup beacon", [at("0.zkey"), at("1.zkey")], { hash: "00", iterations: "x" })),
  ).toBe("setup/beacon");
  expect(
    await codeOf(() => runCommand("setup verify", [PRODUCT, at("0.zkey")], { ptau: PTAU, out: at("artifacts") })),
  ).toBe("setup/delta-is-gamma");
});

test("no option takes entropy itself: argument lists are public", () => {
  const options = COMMANDS.flatMap((command) => command.options.map(({ name }) => name));
  expect(options.filter((option) => /entropy|secret|seed/.test(option))).toEqual(["entropy-file"]);
});
