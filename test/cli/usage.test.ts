import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { main } from "../../prover/cli/main.ts";
import { signersIn } from "../../prover/cli/verify/policy.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { folderWith } from "../support/folder.ts";

/** Runs many command lines in this process: `main` returns what the process would exit with. */
async function codesOf(lines: readonly (readonly string[])[]): Promise<Record<string, string>> {
  const codes: Record<string, string> = {};
  const written: string[] = [];
  const { write } = process.stdout;
  const { write: writeError } = process.stderr;
  process.stdout.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
  process.stderr.write = () => true;
  try {
    for (const line of lines) {
      const exit = await main([...line, "--json"]);
      const { error } = JSON.parse(written.splice(0).join(""));
      codes[line.join(" ")] = `${exit} ${error?.code}`;
    }
  } finally {
    process.stdout.write = write;
    process.stderr.write = writeError;
  }
  return codes;
}

const all = (lines: readonly (readonly string[])[], answer: string) =>
  Object.fromEntries(lines.map((line) => [line.join(" "), answer]));

const COMMANDS = ["commit", "blocklist build", "check", "prove", "verify"];
const CHAIN_COMMANDS = ["chain deploy", "chain publish", "chain submit", "chain index"];
const words = (command: string) => command.split(" ");

describe("a mistake in an option", () => {
  it.each([
    [["release", "v1", "--plan"], "Did you mean --plan-only? `disjoint release --help` shows its options."],
    [["release", "v1", "--dry-rum"], "Did you mean --dry-run? `disjoint release --help` shows its options."],
    [
      ["chain", "publish", "list", "--uri", "example.org/list.json"],
      "Give the whole address of list.json, such as https://example.org/list.json.",
    ],
    [["release", "v1", "--nonsense"], "`disjoint release --help` shows its options."],
  ])("%j is answered with what may have been meant", async (line, hint) => {
    const { code, stderr } = await disjoint(line);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`\n  ${hint}\n`) });
  });

  it("is answered with the form of its value, in words", () => {
    expect(() => signersIn({ signer: ["me=key.pem"] })).toThrow("--signer me=key.pem is not NAME=PUBLICKEY");
    const hint = expect.stringContaining("in 64 hexadecimal digits: `disjoint attest key` prints it");
    expect(() => signersIn({ signer: ["me=key.pem"] })).toThrow(expect.objectContaining({ hint }));
  });
});

describe("help", () => {
  it("lists every command, and the exit codes", async () => {
    const { code, stdout, stderr } = await disjoint(["--help"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const command of [...COMMANDS, ...CHAIN_COMMANDS]) expect(stdout).toContain(`  ${command} `);
    expect(stdout).toMatch(/0 true, 1 .*false, 2 usage, 3 .*data, 4 chain.*, 5 artifact/);
    expect((await disjoint([])).stdout).toBe(stdout);
  });

  it("for a word that several commands begin with lists those commands", async () => {
    const { code, stdout } = await disjoint(["chain", "--help"]);
    expect(code).toBe(0);
    for (const command of CHAIN_COMMANDS) expect(stdout).toContain(`  ${command} `);
    expect(stdout).not.toMatch(/^ {2}prove /m);
  });

  it("tells how to ask for a status once, and the longer name still works", async () => {
    const { stdout } = await disjoint(["--help"]);
    expect(stdout.match(/^ +(chain )?status /gm)).toHaveLength(1);
    const before = await disjoint(["chain", "status", "--help"]);
    expect(before.stdout).toBe((await disjoint(["status", "--help"])).stdout);
    expect(before.stderr).toBe("note: `chain status` is now `status`; the next version knows only the new name\n");
  });

  it("of a command shows its arguments, as one JSON document if that is asked for", async () => {
    const { code, stdout } = await disjoint(["prove", "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain("disjoint prove SHARD --list DIR --out DIR");
    expect(jsonOf(await disjoint(["prove", "--help", "--json"])).text).toBe(stdout.trimEnd());
  });

  it("exists for every command", async () => {
    const lines = [...COMMANDS, ...CHAIN_COMMANDS].map((command) => [...words(command), "--help"]);
    expect(await codesOf(lines)).toEqual(all(lines, "0 undefined"));
  });

  it("comes with a version", async () => {
    const { code, stdout } = await disjoint(["--version"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});

describe("a command line that cannot be understood", () => {
  it("ends with 2, an error on stderr and nothing on stdout", async () => {
    const { code, stdout, stderr } = await disjoint(["prowe", "shard"]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(/^error cli\/unknown-command: .*prowe'\n {2}Did you mean prove\?/);
  });

  it("by an unknown command", async () => {
    const lines = [["chain"], ["chain", "halt"], ["blocklist"], ["setup", "check"], ["help", "halt"], [""]];
    expect(await codesOf(lines)).toEqual(all(lines, "2 cli/unknown-command"));
  });

  it("by an option that is unknown, repeated or without its value", async () => {
    const unknown = [...COMMANDS, ...CHAIN_COMMANDS].map((command) => [...words(command), "--fast"]);
    const valueless = [
      ["prove", "shard", "--list"],
      ["prove", "shard", "--list", "--out", "x"],
      ["check", "shard", "--json=yes"],
    ];
    const lines = [...unknown, ...valueless];
    expect(await codesOf(lines)).toEqual(all(lines, "2 cli/arguments"));
  });

  it("by too few or too many arguments", async () => {
    const folder = folderWith({ "bundle.json": `{"format":"disjoint/bundle/v1"}` });
    const chain = ["--state", join(folder, "chain"), "--deployment", join(folder, "none")];
    const lines = [
      ["commit", "--out", folder],
      ["blocklist", "build", "--out", folder],
      ["check", "--list", folder],
      ["check", "one", "two", "--list", folder],
      ["prove", "--list", folder, "--out", folder],
      ["prove", "one", "two", "--list", folder, "--out", folder],
      ["verify"],
      ["verify", join(folder, "bundle.json"), "two"],
      ["chain", "deploy", "one", ...chain],
      ["status", "one", "two", "--list-id", folder, ...chain],
      ...["publish", "submit", "register"].flatMap((command) => [
        ["chain", command, ...chain],
        ["chain", command, "one", "two", ...chain],
      ]),
    ];
    expect(await codesOf(lines)).toEqual(all(lines, "2 cli/arguments"));
  });

  it("by an option that is missing", async () => {
    const lines = [
      ["commit", "data"],
      ["commit", "data", "--out", ""],
      ["blocklist", "build", "list"],
      ["check", "shard"],
      ["prove", "shard", "--out", "out"],
    ];
    expect(await codesOf(lines)).toEqual(all(lines, "2 cli/missing-option"));
  });

  it("by an option with an invalid value", async () => {
    const list = ["blocklist", "build", "list", "--out", join(folderWith(), "list")];
    const lines = [
      [...list, "--page-size", "17"],
      [...list, "--page-size", "016"],
      [...list, "--name", "a\nb"],
      [...list, "--name", ""],
      ["commit", "data", "--out", "out", "--on-bad-row", "drop"],
      ["commit", "data", "--out", "out", "--on-bad-file", "drop"],
      ["commit", "data", "--out", "out", "--memory", "1.5GB"],
      ["commit", "data", "--out", "out", "--max-row", "0"],
      ["commit", "data", "--out", "out", "--max-ratio", "99999999999999GiB"],
    ];
    expect(await codesOf(lines)).toEqual(all(lines, "2 cli/bad-option"));
    const schemes = [
      [...list, "--scheme", "md4"],
      ["commit", "data", "--out", "out", "--scheme", "toString"],
    ];
    expect(await codesOf(schemes)).toEqual(all(schemes, "2 fingerprint/unknown-scheme"));
  });
});
