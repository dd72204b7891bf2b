import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { disjoint, jsonOf } from "../support/cli.ts";
import { runCommand } from "../support/command.ts";
import { codeOf } from "../support/errors.ts";
import { manifestOf } from "../support/evidence.ts";
import { folderWith } from "../support/folder.ts";

const COPY =
  'import { readFileSync, writeFileSync } from "node:fs"; const [, , from, to] = process.argv; ' +
  'console.log("copying", process.argv.slice(4)); writeFileSync(to, readFileSync(from) + "+");';

/** A shard, its data, two programs, and a key. */
async function scene() {
  const folder = folderWith({
    "shard/manifest.json": JSON.stringify(manifestOf(77n)),
    "data.txt": "data",
    "copy.mjs": COPY,
  });
  const at = (name: string) => join(folder, name);
  mkdirSync(at("steps"));
  const { json } = await runCommand("attest key", [at("key.pem")]);
  const signer = [`vendor=${(json as { publicKey: string }).publicKey}`];
  const step = (name: string, materials: string[], product: string, command: string[]) =>
    runCommand("step run", command, {
      name,
      materials,
      products: [product],
      code: [at("copy.mjs")],
      "signing-key": at("key.pem"),
      out: at(`steps/${name}.json`),
    });
  const copy = (from: string, to: string) => [process.execPath, at("copy.mjs"), at(from), at(to)];
  await step("tokenize", [`shard:${at("shard")}`], at("tokens.txt"), copy("data.txt", "tokens.txt"));
  await step("train", [at("tokens.txt")], at("weights.bin"), copy("tokens.txt", "weights.bin"));
  return { at, signer, copy };
}

describe("a chain of custody", () => {
  it("leads from weights to the shard, and is refused without a step", async () => {
    const { at, signer } = await scene();
    const given = { steps: at("steps"), signer, commitment: ["77"] };
    const good = await runCommand("lineage verify", [at("weights.bin")], given);
    expect(good.text).toContain("come from 1 committed shard");
    expect(good.verdict).toBe(true);
    const { json } = good;
    const { root, weights } = json as { root: string; weights: string };
    expect((await runCommand("lineage verify", [weights], { ...given, root })).verdict).toBe(true);
    expect((await runCommand("lineage verify", [weights], { ...given, commitment: ["78"] })).outcome).toBe("false");
    const drawn = await runCommand("lineage show", [weights], { ...given, as: "dot" });
    expect(drawn.text).toMatch(/^digraph lineage \{[\s\S]*"train"/);
    expect((await runCommand("lineage show", [weights], given)).text).toContain("by tokenize, signed by vendor");
    const { checks, text } = await runCommand("lineage verify", [weights], { ...given, signer: [] });
    expect(text).toMatch(/^false: /);
    expect(checks!.filter(({ ok }) => !ok).map(({ id }) => id)).toEqual(["signature", "signature"]);
    expect(await codeOf(() => runCommand("lineage verify", [weights], { ...given, root: "1" }))).toBe("cli/bad-option");
    expect(await codeOf(() => runCommand("lineage verify", [weights], { ...given, steps: at("none") }))).toBe(
      "cli/bad-option",
    );
  });

  it("is recorded by one process, whose command has words like ours and prints to stderr", async () => {
    const { at, copy } = await scene();
    const ran = await disjoint([
      ...["step", "run", "--name", "again", "--products", at("more.txt"), "--signing-key", at("key.pem"), "--json"],
      ...["--materials", at("data.txt"), "--out", at("steps/again.json"), "--"],
      ...[...copy("data.txt", "more.txt"), "--quiet", "--token", "s3cret"],
    ]);
    expect(ran.code).toBe(0);
    expect(ran.stderr).toContain("copying [ '--quiet', '--token', 's3cret' ]");
    const said = jsonOf<{ source: { command: { command: string[] } } }>(ran);
    expect(said.source.command.command.slice(-3)).toEqual(["--quiet", "--token", "[redacted]"]);
    expect(ran.stdout).not.toContain("s3cret");
  });

  it("does not read a token that others can read", async () => {
    const { at } = await scene();
    writeFileSync(at("token"), "t");
    chmodSync(at("token"), 0o644);
    const values = {
      url: "http://127.0.0.1:1",
      run: "1",
      products: [at("weights.bin")],
      "signing-key": at("key.pem"),
      out: at("x"),
    };
    const run = (file: string) => codeOf(() => runCommand("step import mlflow", [], { ...values, "token-file": file }));
    expect(await run(at("token"))).toBe("custody/open-token");
    expect(await run(at("none"))).toBe("custody/not-found");
    chmodSync(at("token"), 0o600);
    expect(await run(at("token"))).toBe("custody/tracking-server");
  });
});
