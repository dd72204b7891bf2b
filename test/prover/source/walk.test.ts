import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { listSources } from "../../../prover/source/walk.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";

const names = (...paths: string[]) => listSources(paths.map((path) => ({ path }))).map(({ name }) => name);

describe("listing sources", () => {
  it("gives every file of a folder, sorted by code units", () => {
    const folder = folderWith({ "b.txt": "", "a/z.txt": "", "a/.hidden": "", é: "", "a.txt": "", B: "" });
    expect(names(folder)).toEqual(["B", "a.txt", "a/.hidden", "a/z.txt", "b.txt", "é"]);
  });

  it("reads a file by its ending, and the files of a folder whole", () => {
    const folder = folderWith({ "rows.jsonl": "" });
    expect(listSources([{ path: join(folder, "rows.jsonl") }])).toMatchObject([
      { name: "rows.jsonl", format: "jsonl" },
    ]);
    expect(listSources([{ path: folder }])).toMatchObject([{ name: "rows.jsonl", format: "file" }]);
    expect(listSources([{ path: folder, format: "jsonl" }])).toMatchObject([{ format: "jsonl" }]);
  });

  it("reads only what the patterns name, each file by its ending if that is wanted", async () => {
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

  it("refuses what has no end or is not there", async () => {
    const folder = folderWith({ a: "" });
    execFileSync("mkfifo", [join(folder, "pipe")]);
    expect(await codeOf(() => names(folder))).toBe("source/special-file");
    expect(await codeOf(() => names(join(folder, "pipe")))).toBe("source/special-file");
    expect(await codeOf(() => names(join(folder, "absent")))).toBe("source/not-found");
    expect(await codeOf(() => names(folderWith()))).toBe("source/empty");
  });
});
