import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { commitShard } from "../../../../prover/commitment/commit.ts";
import { sha256 } from "../../../../prover/shared/files.ts";
import { circomlibPoseidon, type Poseidon } from "../../../../prover/shared/poseidon.ts";
import { listSources } from "../../../../prover/source/walk.ts";
import { codeOf } from "../../../support/errors.ts";
import { folderWith } from "../../../support/folder.ts";

const CSV = "t\na\n";
const DATA = { "README.md": "", "data/a.csv": CSV, "data/b.csv": CSV, "sets/x.jsonl": "{}", "sets/skip.jsonl": "{}" };

/** A folder with a dataset and its description. */
function dataset(distribution: unknown, files: Record<string, string> = DATA): string {
  return folderWith({ ...files, "croissant.json": JSON.stringify({ "@type": "sc:Dataset", distribution }) });
}
const file = (contentUrl: string, more = {}) => ({ "@type": "cr:FileObject", "@id": contentUrl, contentUrl, ...more });
const names = (path: string) => listSources([{ path, format: "auto" }]).map(({ name }) => name);

describe("a dataset with a description", () => {
  it("consists of the files and sets of files that are listed", () => {
    const folder = dataset([
      file("https://example.org/repository", { "@id": "repository" }),
      {
        "@type": "cr:FileSet",
        containedIn: { "@id": "repository" },
        includes: ["sets/*.jsonl"],
        excludes: "sets/skip.jsonl",
      },
      file("./data/a.csv"),
      file("https://example.org/b.csv", { name: "data/b.csv" }),
    ]);
    expect(names(folder)).toEqual(["data/a.csv", "data/b.csv", "sets/x.jsonl"]);
    const older = dataset([
      { "@type": "sc:FileObject", name: "repository", contentUrl: "https://example.org/repository" },
      { "@type": "sc:FileSet", name: "sets", containedIn: "repository", includes: "sets/x.jsonl" },
    ]);
    expect(names(older)).toEqual(["sets/x.jsonl"]);
    expect(listSources([{ path: folder, format: "files" }])).toHaveLength(6);
    expect(listSources([{ path: folder, format: "auto", include: ["data/*"] }])).toHaveLength(2);
  });

  it("must have every file that is listed", async () => {
    expect(await codeOf(() => names(dataset([file("data/a.csv"), file("data/c.csv")])))).toBe("source/not-found");
  });

  it("must have a file in every set that is listed", async () => {
    const set = { "@type": "cr:FileSet", "@id": "set", includes: "sets/*.csv" };
    expect(await codeOf(() => names(dataset([file("data/a.csv"), set])))).toBe("source/no-match");
  });

  it.each([
    [{}],
    [[1]],
    [[{ "@type": "cr:FileObject" }]],
    [[{ "@type": "sc:DataDownload", contentUrl: "data/a.csv" }]],
  ])("refuses the description %j", async (distribution) => {
    expect(await codeOf(() => names(dataset(distribution)))).toBe("source/bad-croissant");
  });

  describe("when it is committed", () => {
    let poseidon: Poseidon;
    beforeAll(async () => {
      poseidon = await circomlibPoseidon();
    });

    it.each([
      [sha256(CSV), "accepted"],
      [sha256(CSV).toUpperCase(), "accepted"],
      ["a link instead of a hash", "accepted"],
      [sha256("other"), "source/other-hash"],
    ])("has files with the SHA-256 that it says: %s", async (hash, code) => {
      const path = dataset([file("data/a.csv", { sha256: hash })]);
      const sources = [{ path, format: "auto" as const }];
      const act = () =>
        commitShard({ sources, schemes: [{ scheme: "text", field: "t" }], out: join(path, "out"), poseidon });
      expect(await codeOf(act)).toBe(code);
    });
  });
});
