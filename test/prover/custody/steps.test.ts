import { createHash } from "node:crypto";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { redactCommand } from "../../../prover/custody/steps/redact.ts";
import { describeNamed, describeResource } from "../../../prover/custody/steps/resources.ts";
import { runStep } from "../../../prover/custody/steps/run.ts";
import { inspectStep, makeStepStatement } from "../../../prover/custody/steps/statement.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import { codeOf } from "../../support/errors.ts";
import { manifestOf } from "../../support/evidence.ts";
import { folderWith } from "../../support/folder.ts";
import { STEPS } from "../../support/lineage.ts";

const node = process.execPath;

describe("a step", () => {
  it("records its inputs and outputs, and prints nothing to stdout", async () => {
    const folder = folderWith({
      "shard/manifest.json": JSON.stringify(manifestOf(77n)),
      "double.mjs":
        'import { readFileSync, writeFileSync } from "node:fs"; const [, , a, b] = process.argv; ' +
        "writeFileSync(b, readFileSync(a, 'utf8').repeat(2));",
      "in.txt": "ab",
    });
    const at = (name: string) => join(folder, name);
    const step = await runStep({
      name: "double",
      materials: [`shard:${at("shard")}`, `text=${at("in.txt")}`],
      code: [at("double.mjs")],
      products: [at("out.txt")],
      command: [node, at("double.mjs"), at("in.txt"), at("out.txt"), "--token", "s3cret"],
    });
    expect(step.materials.map(({ name, digest, role }) => [name, digest, role])).toEqual([
      ["shard", { disjointCommitmentV1: "4d".padStart(64, "0") }, "data"],
      ["text", { sha256: sha256("ab") }, "data"],
      ["double.mjs", (await describeResource(at("double.mjs"))).digest, "code"],
    ]);
    expect(step.products).toEqual([{ name: "out.txt", digest: { sha256: sha256("abab") } }]);
    expect(JSON.stringify(step)).not.toContain("s3cret");
    const payload = makeStepStatement(step);
    expect(inspectStep(payload)).toEqual({ value: step, issues: [] });
    const statement = JSON.parse(Buffer.from(payload).toString());
    expect(statement).toMatchObject({
      _type: "https://in-toto.io/Statement/v1",
      predicateType: "https://slsa.dev/provenance/v1",
    });
  });

  it("can hide its command", async () => {
    const folder = folderWith({ out: "x" });
    const options = { name: "s", materials: [], products: [join(folder, "out")], command: [node, "-e", "0"] };
    const { source } = await runStep({ ...options, hideCommand: true });
    expect(source).toMatchObject({ command: { commandDigest: { sha256: sha256(JSON.stringify(options.command)) } } });
  });

  it.each([
    ["fails", ["-e", "process.exit(3)"], "custody/command-failed"],
    ["is killed", ["-e", "process.kill(process.pid)"], "custody/command-failed"],
    ["changes what it used", ["-e", "fs.appendFileSync(process.argv[1], 'x')"], "custody/material-changed"],
    ["makes nothing", ["-e", "0"], "custody/not-found"],
  ])("is not recorded if its command %s", async (_, args, expected) => {
    const folder = folderWith({ in: "1" });
    const at = join(folder, "in");
    const command = [node, ...args, at];
    expect(await codeOf(() => runStep({ name: "s", materials: [at], products: [join(folder, "out")], command }))).toBe(
      expected,
    );
  });

  it("needs a command that can be run", async () => {
    const run = (command: string[]) => codeOf(() => runStep({ name: "s", materials: [], products: [], command }));
    expect(await run([])).toBe("custody/no-command");
    expect(await run(["/nowhere/program"])).toBe("custody/command-failed");
  });
});

describe("the statement about a step", () => {
  it.each(STEPS.map((step) => [step.name, step] as const))("is read as it was written: %s", (_, step) => {
    expect(inspectStep(makeStepStatement(step))).toEqual({ value: step, issues: [] });
  });

  it("is refused in any other spelling or with any other field", () => {
    const text = Buffer.from(makeStepStatement(STEPS[2]!)).toString();
    const issuesOf = (changed: string) => inspectStep(Buffer.from(changed)).issues.length;
    expect(issuesOf(text)).toBe(0);
    expect(issuesOf(`${text}\n`)).toBe(1);
    expect(issuesOf(text.replace('"_type"', '"extra":1,"_type"'))).toBeGreaterThan(0);
    expect(issuesOf(text.replace("urn:disjoint:step:v1", "urn:disjoint:step:v9"))).toBe(1);
    expect(issuesOf("[]")).toBeGreaterThan(0);
  });
});

describe("a digest", () => {
  it("of a folder is Hash1 of Go's dirhash", async () => {
    const folder = folderWith({ "b/c": "two", a: "one" });
    const list = `${sha256("one")}  a\n${sha256("two")}  b/c\n`;
    expect((await describeResource(folder)).digest).toEqual({ dirHash: sha256(list) });
  });

  it("of a model is that of OpenSSF model signing, without what that leaves out", async () => {
    const folder = folderWith({ "b/c": "two", a: "one", "model.sig": "x", ".git/HEAD": "y" });
    const digests = Buffer.from(sha256("one") + sha256("two"), "hex");
    expect((await describeResource(`model:${folder}`)).digest).toEqual({
      sha256: createHash("sha256").update(digests).digest("hex"),
    });
  });

  it("cannot be made of what could change tomorrow", async () => {
    const folder = folderWith({ a: "one" });
    symlinkSync("a", join(folder, "link"));
    expect(await codeOf(() => describeResource(folder))).toBe("custody/not-a-file");
    const empty = join(folder, "empty");
    mkdirSync(empty);
    expect(await codeOf(() => describeResource(empty))).toBe("custody/empty-folder");
    expect(await codeOf(() => describeResource(join(folder, "none")))).toBe("custody/not-found");
    expect(await codeOf(() => describeResource(`shard:${folder}`))).toBe("custody/not-found");
    writeFileSync(join(folder, "manifest.json"), "{}");
    expect(await codeOf(() => describeResource(`shard:${folder}`))).toBe("custody/invalid");
    expect((await describeNamed(`x=${join(folder, "a")}`)).name).toBe("x");
  });
});

describe("a secret", () => {
  it.each([
    [
      ["--api-key", "abc"],
      ["--api-key", "[redacted]"],
    ],
    [["--password=abc"], ["--password=[redacted]"]],
    [["HF_TOKEN=abc"], ["HF_TOKEN=[redacted]"]],
    [["--wandb_api_key=abc"], ["--wandb_api_key=[redacted]"]],
    [
      ["-H", "Authorization: Bearer abcdefghijkl"],
      ["-H", "Authorization:[redacted]"],
    ],
    [["https://ann:pw@host.example/a?k=1"], ["https://host.example/a"]],
    [["x=hf_abcdefghijklmnopqrst"], ["x=[redacted]"]],
    [["eyJhbGciOiJI.eyJzdWIiOiIx.c2ln"], ["[redacted]"]],
  ])("is not recorded: %j", (command, expected) => {
    expect(redactCommand(command)).toEqual(expected);
  });

  it("is the only thing that is redacted", () => {
    const command = ["train", "--tokenizer", "bpe", "--max-tokens", "512", "--seed=7", "key.txt", "author=Ann"];
    expect(redactCommand(command)).toEqual(command);
  });
});
