import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { commitShard } from "../../../prover/commitment/commit.ts";
import { circomlibPoseidon } from "../../../prover/shared/poseidon.ts";
import { formatNames } from "../../../prover/source/records/format.ts";
import type { Format } from "../../../prover/source/records/row.ts";
import { listSources } from "../../../prover/source/walk.ts";
import { codeOf, errorOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { readAll } from "../../support/rows.ts";

const OID = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb";
const LFS = `version https://git-lfs.github.com/spec/v1\noid sha256:${OID}\nsize 48211\n`;
const KEY = `SHA256E-s48211--${OID}.txt`;
const STUBS: [kind: string, content: string, name?: string][] = [
  ["a Git LFS pointer", LFS],
  ["a Git LFS pointer", LFS.replaceAll("\n", "\r\n")],
  ["a Git LFS pointer", LFS.replace("oid", `ext-0-foo sha256:${OID}\noid`)],
  ["a git-annex pointer", `/annex/objects/${KEY}\n`],
  ["a git-annex pointer", `/annex/objects/${KEY}`],
  ["a git-annex pointer", `../../.git/annex/objects/Xx/9q/${KEY}/${KEY}`],
  [
    "a DVC file",
    `outs:\n- md5: a304afb96060aad90176268345e10355\n  size: 48211\n  hash: md5\n  path: b.txt\n`,
    "b.txt.dvc",
  ],
  ["a DVC file", "deps:\n- path: x\nouts:\n- path: b.txt\n  path: b.txt\n", "b.txt.dvc"],
];

describe("a stub", () => {
  it.each(STUBS)("that is %s is refused in every format", async (kind, content, name = "data") => {
    const path = join(folderWith({ [name]: content }), name);
    for (const format of ["auto", ...formatNames()] as (Format | "auto")[]) {
      for (const fields of [["text"], [undefined]]) {
        const error = await errorOf(() => readAll({ path, format }, { fields }));
        expect({ format, code: error.code, exit: error.exitCode }).toEqual({ format, code: "source/stub", exit: 3 });
        expect(error.message).toBe(`${name}: is ${kind} in place of its content`);
      }
    }
  });

  it("among other files ends a commit before there is a commitment", async () => {
    const folder = folderWith({ "data/a.jsonl": '{"t":"x"}\n', "data/b.jsonl": LFS });
    const options = { schemes: [{ scheme: "text", field: "t" }], poseidon: await circomlibPoseidon() };
    for (const onBadRow of ["error", "skip"] as const) {
      const out = join(folder, onBadRow);
      const commit = () => commitShard({ sources: [{ path: join(folder, "data") }], ...options, out, onBadRow });
      expect(await codeOf(commit)).toBe("source/stub");
    }
  });

  it("may be a link into a store of git-annex that lacks the content", async () => {
    const folder = folderWith({ "data/a.txt": "x" });
    symlinkSync(`../.git/annex/objects/Xx/9q/${KEY}/${KEY}`, join(folder, "data/b.txt"));
    const error = await errorOf(() => listSources([{ path: join(folder, "data") }]));
    expect([error.code, error.message.includes("data/b.txt: is a git-annex pointer")]).toEqual(["source/stub", true]);
  });
});

describe("no stub", () => {
  it.each([
    ["a text about one", `Files begin with\n${LFS}`],
    ["a text after one", `${LFS}\nis what a pointer looks like.\n`],
    ["its first line", "version https://git-lfs.github.com/spec/v1\n"],
    ["a record with one", `${JSON.stringify({ text: LFS })}\n`],
    ["a path", "/annex/objects/ is where git-annex keeps content\n"],
    ["a configuration", "outs:\n- md5: 0\n  path: b.txt\n"],
  ])("is %s", async (_, content) => {
    const path = folderWith({ "a.txt": content });
    expect((await readAll({ path, format: "files" })).rows).toHaveLength(1);
  });

  it("is a DVC file next to its content", () => {
    const path = folderWith({ "b.txt": "x\n", "b.txt.dvc": "outs:\n- md5: 0\n  path: b.txt\n" });
    expect(listSources([{ path }]).map(({ name }) => name)).toEqual(["b.txt"]);
  });
});
