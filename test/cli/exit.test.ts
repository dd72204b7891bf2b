import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { pageFile } from "../../prover/blocklist/format.ts";
import { ensureArtifacts } from "../../prover/setup/artifacts.ts";
import { someEntries, writeList } from "../support/blocklist.ts";
import { temporaryFolder } from "../support/chain.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { folderWith } from "../support/folder.ts";
import { commitFiles, entryOf, someFiles } from "../support/shard.ts";

type Answer = { error?: { code: string; message: string; hint: string } };

let folder: string;
let artifacts: string;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  ({ folder: artifacts } = await ensureArtifacts("exclusion_16x60"));
  const temporary = await temporaryFolder();
  folder = temporary.path;
  await commitFiles(folder, someFiles(10));
  await writeList(at("list"), someEntries(3));
  await writeList(at("hit"), [...someEntries(20), entryOf("work 7", "the listed work")]);
  await writeList(at("damaged"), someEntries(3));
  appendFileSync(join(at("damaged"), pageFile(0)), " ");
  return temporary.remove;
});

/** Ends with the exit code and, in one JSON document, the error's code, which stderr repeats for people. */
async function expectError(exit: number, code: string, args: string[]): Promise<void> {
  const ran = await disjoint([...args, "--json"]);
  expect({ code: ran.code, error: jsonOf<Answer>(ran).error?.code }, ran.stderr).toEqual({ code: exit, error: code });
  expect(ran.stderr).toContain(`error ${code}: `);
  expect(jsonOf<Answer>(ran).error?.hint).not.toBe("");
}

describe("exit code 0: the statement is true", () => {
  it("check of a list with nothing present", async () => {
    const ran = await disjoint(["check", at("shard"), "--list", at("list")]);
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    expect(ran.stdout).toBe(
      'none of the 3 entries of "opt-outs" is present\n' +
        "compared: sha256 of whole records: 10 keys of 10 records\nNOT compared: nothing\n",
    );
  });
});

describe("exit code 1: the statement is false", () => {
  it("check names file, row and entry of what is present", async () => {
    const ran = await disjoint(["check", at("shard"), "--list", at("hit")]);
    expect(ran).toMatchObject({ code: 1, stderr: "" });
    expect(ran.stdout).toMatch(/^work-7\.txt, row 1: entry \d+ of page [01], "the listed work"\n1 blocklisted works/);
  });

  it("prove makes no proof of what is false", async () => {
    const ran = await disjoint(["prove", at("shard"), "--list", at("hit"), "--out", at("out"), "--json"]);
    expect(ran.code).toBe(1);
    expect(jsonOf(ran)).toMatchObject({ present: [{ label: "the listed work", records: [{ source: "work-7.txt" }] }] });
    expect(existsSync(at("out"))).toBe(false);
  });

  it("verify of a file that is not a bundle", async () => {
    const file = join(folderWith({ "bundle.json": "{}" }), "bundle.json");
    const ran = await disjoint(["verify", file, "--json"]);
    expect(ran.code).toBe(1);
    expect(jsonOf(ran)).toMatchObject({ verdict: false, checks: [{ name: "format", ok: false }] });
  });
});

describe("exit code 2: usage", () => {
  it("a folder that holds a shard, or a list, already", async () => {
    await expectError(2, "commitment/exists", ["commit", at("data"), "--out", at("shard")]);
    await expectError(2, "blocklist/exists", ["blocklist", "build", at("data"), "--works", "--out", at("list")]);
  });
});

describe("exit code 3: bad data", () => {
  it.each([
    ["source/not-found", ["commit", "no-such-data", "--out", "no-such-out"]],
    ["commitment/not-a-shard", ["check", "no-such-shard", "--list", "list"]],
    ["blocklist/not-found", ["check", "shard", "--list", "no-such-list"]],
    ["blocklist/damaged", ["prove", "shard", "--list", "damaged", "--out", "out"]],
    ["verify/not-found", ["verify", "no-such-bundle"]],
  ])("%s", async (code, args) => {
    const placed = args.map((word, i) => (i === 0 || word.startsWith("--") ? word : at(word)));
    await expectError(3, code, placed);
    expect(existsSync(at("no-such-out/manifest.json"))).toBe(false);
  });
});

describe("exit code 4: chain or network", () => {
  const status = ["status", "1", "--list-id", `0x${"0".repeat(64)}`];

  it("a node that is not there", async () => {
    await expectError(4, "chain/unreachable", [...status, "--rpc", "http://127.0.0.1:1"]);
  });

  it("a server that is not a node", async () => {
    const server = createServer((_, response) => response.end("hello"));
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    const { port } = server.address() as { port: number };
    await expectError(4, "chain/node-refuses", [...status, "--rpc", `http://127.0.0.1:${port}`]);
    server.close();
  });
});

describe("exit code 5: artifacts", () => {
  /** Of a bundle that names the installed circuit: no other key is read. */
  const verify = (installed: string) => {
    const { circuitId } = JSON.parse(readFileSync(join(artifacts, "lock.json"), "utf8"));
    const bundle = JSON.stringify({ format: "disjoint/bundle/v1", statements: [{ circuitId }] });
    const file = join(folderWith({ "bundle.json": bundle }), "bundle.json");
    return ["verify", file, "--artifacts", installed];
  };

  function copied(): string {
    const installed = folderWith();
    mkdirSync(join(installed, "exclusion_16x60"));
    for (const name of ["lock.json", "verification_key.json"])
      copyFileSync(join(artifacts, name), join(installed, "exclusion_16x60", name));
    return installed;
  }

  it("complete ones are accepted, and the verdict is the bundle's", async () => {
    expect((await disjoint([...verify(copied()), "--json"])).code).toBe(1);
  });

  it("a verification key with a byte too many", async () => {
    const installed = copied();
    appendFileSync(join(installed, "exclusion_16x60/verification_key.json"), " ");
    await expectError(5, "setup/hash-differs", verify(installed));
  });

  it("a lock that is followed by something", async () => {
    const installed = copied();
    appendFileSync(join(installed, "exclusion_16x60/lock.json"), "{}");
    await expectError(5, "setup/lock-invalid", verify(installed));
  });

  it("none at all", async () => {
    await expectError(5, "setup/no-artifacts", verify(folderWith()));
  });
});

describe("exit code 3: what the operating system refuses", () => {
  it("an output folder below a file", async () => {
    const out = join(folderWith({ file: "" }), "file/out");
    const ran = await disjoint(["prove", at("shard"), "--list", at("list"), "--out", out, "--json"]);
    expect(ran.code).toBe(3);
    expect(jsonOf<Answer>(ran).error?.code).toBe("storage/system");
  });
});
