import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findSources, listSources } from "../../../prover/source/walk.ts";
import { codeOf, errorOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";

const names = (...paths: string[]) =>
  listSources(paths.map((path) => ({ path, format: "files" }))).map(({ name }) => name);

describe("listing sources", () => {
  it("gives every file of a folder, sorted by code units", () => {
    const folder = folderWith({ "b.txt": "", "a/z.txt": "", "a/.hidden": "", é: "", "a.txt": "", B: "" });
    expect(names(folder)).toEqual(["B", "a.txt", "a/.hidden", "a/z.txt", "b.txt", "é"]);
  });

  it("reads every file by its extension, or all in the requested format", () => {
    const folder = folderWith({ "rows.jsonl": "" });
    expect(listSources([{ path: join(folder, "rows.jsonl") }])).toMatchObject([
      { name: "rows.jsonl", format: "jsonl" },
    ]);
    expect(listSources([{ path: folder }])).toMatchObject([{ name: "rows.jsonl", format: "jsonl" }]);
    expect(listSources([{ path: folder, format: "files" }])).toMatchObject([{ name: "rows.jsonl", format: "files" }]);
    expect(listSources([{ path: folder, format: "lines" }])).toMatchObject([{ format: "lines" }]);
  });

  it.each(["a.bin", "jsonl", "b/mails/1"])(
    "does not take %s for a work unless whole files are asked for",
    async (name) => {
      const folder = folderWith({ "rows.jsonl": "{}", [name]: "x" });
      for (const path of [folder, join(folder, name)]) {
        const error = await errorOf(() => listSources([{ path }]));
        expect(error).toMatchObject({ code: "source/unknown-ending", exitCode: 3 });
        expect(error.message).toContain(join(folder, name));
        expect(listSources([{ path, format: "files" }]).at(-1)).toMatchObject({ format: "files" });
      }
    },
  );

  it("reads only what the patterns name, each file by its extension on request", async () => {
    const folder = folderWith({ "a.jsonl.gz": "", "b/c.csv": "", "b/d.pdf": "", "e.csv": "" });
    const list = (include: string[]) => listSources([{ path: folder, format: "auto", include }]);
    expect(list(["**/*.csv", "*.gz"])).toMatchObject([
      { name: "a.jsonl.gz", format: "jsonl", compression: "gzip" },
      { name: "b/c.csv", format: "csv", compression: "none" },
      { name: "e.csv", format: "csv" },
    ]);
    expect(list(["*.csv"]).map(({ name }) => name)).toEqual(["e.csv"]);
    expect(await codeOf(() => list(["b/*"]))).toBe("source/unknown-ending");
    expect(await codeOf(() => list(["*.parquet"]))).toBe("source/empty");
  });

  it("refuses a name that is not UTF-8 instead of passing over it", async () => {
    const folder = folderWith({ a: "" });
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0xfe])]), "x");
    expect(await codeOf(() => names(folder))).toBe("source/not-found");
  });

  it("keeps several roots apart", async () => {
    const folder = folderWith({ "x/a": "", "y/a": "", "z/x/a": "" });
    expect(names(join(folder, "x"), join(folder, "y"))).toEqual(["x/a", "y/a"]);
    expect(await codeOf(() => names(join(folder, "x"), join(folder, "z/x")))).toBe("source/same-name");
  });

  it("reads a link to a file inside the root, and refuses every other link", async () => {
    const folder = folderWith({ "root/a": "1", "root/sub/b": "2", outside: "3" });
    const root = join(folder, "root");
    symlinkSync("../a", join(root, "sub", "inside"));
    expect(names(root)).toEqual(["a", "sub/b", "sub/inside"]);
    for (const [link, target] of [
      ["out", "../outside"],
      ["loop", "."],
      ["dangling", "nowhere"],
    ] as const) {
      const copy = folderWith({ a: "1" });
      mkdirSync(join(copy, "root"));
      symlinkSync(target === "../outside" ? join(folder, "outside") : target, join(copy, "root", link));
      expect(await codeOf(() => names(join(copy, "root")))).toBe(
        link === "dangling" ? "source/not-found" : "source/link",
      );
    }
  });

  it("refuses endless and missing files", async () => {
    const folder = folderWith({ a: "" });
    execFileSync("mkfifo", [join(folder, "pipe")]);
    expect(await codeOf(() => names(folder))).toBe("source/special-file");
    expect(await codeOf(() => names(join(folder, "pipe")))).toBe("source/special-file");
    expect(await codeOf(() => names(join(folder, "absent")))).toBe("source/not-found");
    expect(await codeOf(() => names(folderWith()))).toBe("source/empty");
  });
});

/** What a Git checkout, a download from the hub, Spark and DVC leave beside data. */
const LEFT_BEHIND = {
  ".git/HEAD": "ref: refs/heads/main\n",
  ".gitattributes": "*.parquet filter=lfs\n",
  ".cache/huggingface/download/data/a.jsonl.lock": "",
  "README.md": "# About\n",
  "data/LICENSE-MIT.txt": "All rights\n",
  "data/_SUCCESS": "",
  "data/.a.jsonl.crc": "crc",
  "data/b.csv.dvc": "outs:\n- md5: 0\n  path: b.csv\n",
  "data/a.jsonl": "{}\n",
  "data/b.csv": "t\nx\n",
};
const HOUSEKEEPING = [
  ".cache/",
  ".git/",
  ".gitattributes",
  "README.md",
  "data/.a.jsonl.crc",
  "data/LICENSE-MIT.txt",
  "data/_SUCCESS",
  "data/b.csv.dvc",
];

describe("what tools leave beside the data", () => {
  it("is passed over and named, each folder once", async () => {
    const { sources, passedOver } = await findSources([{ path: folderWith(LEFT_BEHIND) }]);
    expect(sources.map(({ name }) => name)).toEqual(["data/a.jsonl", "data/b.csv"]);
    expect(passedOver.map(({ name }) => name).sort()).toEqual(HOUSEKEEPING);
    expect(new Set(passedOver.map(({ code }) => code))).toEqual(new Set(["source/housekeeping"]));
  });

  it("is read where whole files are asked for", () => {
    const sources = listSources([{ path: folderWith(LEFT_BEHIND), format: "files" }]);
    expect(sources).toHaveLength(Object.keys(LEFT_BEHIND).length);
  });

  it("is not data with a hidden name that a pattern asks for, and such data is named if it is not read", async () => {
    const path = folderWith({ "_part/a.jsonl": "{}", "b.jsonl": "{}", ".c.jsonl": "{}", "d.txt": "x" });
    const find = async (include?: string[]) => {
      const { sources, passedOver } = await findSources([{ path, ...(include && { include }) }]);
      return [sources.map(({ name }) => name), passedOver.map(({ name, code }) => [name, code.slice(7)])];
    };
    expect(await find()).toEqual([
      ["b.jsonl", "d.txt"],
      [
        ["_part/", "housekeeping"],
        [".c.jsonl", "housekeeping"],
      ],
    ]);
    expect(await find(["_part/*.jsonl", ".c.jsonl"])).toEqual([
      [".c.jsonl", "_part/a.jsonl"],
      [
        ["b.jsonl", "not-included"],
        ["d.txt", "not-included"],
      ],
    ]);
  });

  it.each([["README.jsonl"], ["readme-data.csv"], ["licenses.jsonl"], ["LICENSE.parquet"]])(
    "does not include %s",
    (name) => {
      expect(listSources([{ path: folderWith({ [name]: "x" }) }])).toHaveLength(1);
    },
  );
});

describe("a cache of the hub", () => {
  /** Two revisions whose links lead to contents that are kept under their hashes. */
  function cache(): string {
    const repository = folderWith({
      "hub/datasets--org--name/blobs/aaaa": '{"t":"a"}\n',
      "hub/datasets--org--name/blobs/bbbb": '{"t":"b"}\n',
      "hub/datasets--org--name/refs/main": "rev2",
    });
    for (const [revision, name, blob] of [
      ["rev1", "train.jsonl", "aaaa"],
      ["rev2", "train.jsonl", "bbbb"],
    ] as const) {
      const folder = join(repository, "hub/datasets--org--name/snapshots", revision, "data");
      mkdirSync(folder, { recursive: true });
      symlinkSync(`../../../blobs/${blob}`, join(folder, name));
    }
    return join(repository, "hub");
  }

  it.each([
    ["datasets--org--name/snapshots/rev2/data", ["train.jsonl"]],
    ["datasets--org--name/snapshots/rev2", ["data/train.jsonl"]],
    ["datasets--org--name", ["snapshots/rev1/data/train.jsonl", "snapshots/rev2/data/train.jsonl"]],
  ])("is read from %s on, each content under its name", (path, expected) => {
    const sources = listSources([{ path: join(cache(), path) }]);
    expect(sources.map(({ name, format }) => [name, format])).toEqual(expected.map((name) => [name, "jsonl"]));
  });

  it("has no links to anywhere else", async () => {
    const snapshot = join(cache(), "datasets--org--name/snapshots/rev1");
    const outside = folderWith({ "x.jsonl": "{}" });
    symlinkSync(join(outside, "x.jsonl"), join(snapshot, "x.jsonl"));
    expect(await codeOf(() => listSources([{ path: snapshot }]))).toBe("source/link");
  });
});
