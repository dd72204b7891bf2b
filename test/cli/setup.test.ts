import { join } from "node:path";
import { expect, test } from "vitest";
import { COMMANDS } from "../../prover/cli/commands/index.ts";
import { openPowers } from "../../prover/setup/powers/open.ts";
import { loadVerifiedArtifacts } from "../../prover/setup/verifiedArtifacts.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { runCommand } from "../support/command.ts";
import { codeOf } from "../support/errors.ts";
import { folderWith } from "../support/folder.ts";
import { PRODUCT } from "../support/groth16.ts";

const PTAU = join(PROJECT_ROOT, "node_modules/circomkit/ptau/powersOfTau28_hez_final_12.ptau");

test("four commands turn powers of tau into artifacts that pass verification", async () => {
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

test("powers are set up from a ceremony's file or for development, and the text says which", async () => {
  const out = join(folderWith(), "powers");
  const made = await runCommand("setup powers", [], { ptau: PTAU, keys: "30", entries: "20", out });
  const powers = await openPowers(out);
  expect(made).toMatchObject({ verdict: true, json: powers });
  expect(made.text).toBe(
    `${powers.path}\npowers of tau ${powers.id} (ceremony)\n` +
      "for shards of at most 30 keys and lists of at most 20 entries",
  );
  const development = { development: true, keys: "3", entries: "2", out: join(folderWith(), "powers") };
  const { text } = await runCommand("setup powers", [], development);
  expect(text).toContain("(development)");
  expect(text).toContain("for development: a public chain refuses them");
});

test("powers with no origin, two origins or no size, or in an existing folder, are usage errors", async () => {
  const attempt = (values: Record<string, string | boolean>) => codeOf(() => runCommand("setup powers", [], values));
  expect(await attempt({})).toBe("cli/missing-option");
  expect(await attempt({ ptau: PTAU, development: true })).toBe("cli/bad-option");
  expect(await attempt({ "ptau-hash": "00", development: true })).toBe("cli/bad-option");
  for (const keys of ["0", "-1", "1.5", "x", "268435456"])
    expect(await attempt({ development: true, keys }), keys).toBe("cli/bad-option");
  expect(await attempt({ development: true, entries: "0" })).toBe("cli/bad-option");
  expect(await attempt({ development: true, keys: "2", entries: "2", out: folderWith() })).toBe("setup/exists");
  expect(await codeOf(() => runCommand("setup powers", ["more"], { development: true }))).toBe("cli/arguments");
});

test("no option accepts entropy itself, because argument lists are public", () => {
  const options = COMMANDS.flatMap((command) => command.options.map(({ name }) => name));
  expect(options.filter((option) => /entropy|secret|seed/.test(option))).toEqual(["entropy-file"]);
});
