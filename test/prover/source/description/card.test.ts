import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { commitShard } from "../../../../prover/commitment/commit.ts";
import { loadPoseidon } from "../../../../prover/native/poseidon.ts";
import type { Poseidon } from "../../../../prover/shared/poseidon.ts";
import { listSources } from "../../../../prover/source/walk.ts";
import { codeOf } from "../../../support/errors.ts";
import { folderWith } from "../../../support/folder.ts";

const CSV = "t\na\nb\n";
const DATA = {
  ".gitattributes": "",
  LICENSE: "",
  "data/train-0.csv": CSV,
  "data/train-1.csv": CSV,
  "data/test.csv": CSV,
};

const dataset = (card: string, files: Record<string, string> = DATA) =>
  folderWith({ ...files, "README.md": `---\n${card}\n---\n# A dataset\n---\nnot: yaml: [\n` });
const sourcesOf = (path: string) => listSources([{ path, format: "auto" }]);
const names = (path: string) => sourcesOf(path).map(({ name }) => name);
const files = (...lines: string[]) =>
  ["configs:", "- config_name: default", ...lines.map((line) => `  ${line}`)].join("\n");
const splits = (train: number, test: number) =>
  `dataset_info:\n  features:\n  - name: t\n    dtype: string\n  splits:\n  - name: train\n    num_examples: ` +
  `${train}\n  - {name: test, num_examples: ${test}}`;
const BOTH = files("data_files:", "- split: train", "  path: data/train-*", "- {split: test, path: [./data/test.csv]}");

describe("a dataset with a card", () => {
  it.each([
    ["a pattern", files("data_files: data/*.csv")],
    ["a list of patterns", files("data_files:", '- "data/train-[0-9].csv"', "- data/t*st.csv")],
    ["splits", BOTH],
    ["a folder", files("data_dir: data")],
    ["a configuration alone", files()],
    ["a configuration with the usual options", files('sep: ","', "data_files: data/*")],
    ["patterns in a folder", files('data_files: "*.csv"', "data_dir: data/")],
    ["several configurations", `${files("data_files: data/tr*")}\n- config_name: all\n  data_files: "**/*.csv"`],
  ])("consists of the files that are listed by %s", (_, card) => {
    expect(names(dataset(card))).toEqual(["data/test.csv", "data/train-0.csv", "data/train-1.csv"]);
  });

  it("is described by a card only if that says which files there are", () => {
    for (const readme of [
      "# No front matter\n",
      "---\nlicense: mit\n---\n",
      "---\n---\n",
      "text\n---\nconfigs: 1\n---\n",
    ]) {
      const path = folderWith({ "a.csv": CSV, "b.csv": CSV, "README.md": readme });
      expect(names(path)).toEqual(["a.csv", "b.csv"]);
    }
  });

  it.each([
    ["source/no-match", files("data_files:", "- {split: train, path: data/*}", "- {split: test, path: test/*}")],
    ["source/no-match", files("data_files: train-*")],
    ["source/unlisted", files("data_files: data/train-*")],
    ["source/bad-card", "configs: []"],
    ["source/bad-card", "configs: default"],
    ["source/card-option", files("data_files: data/*", 'sep: "\\t"')],
    ["source/card-option", files("data_files: data/*", "names: [a]")],
    ["source/bad-card", files("data_files: []")],
    ["source/bad-card", files("data_files: 5")],
    ["source/bad-card", files("data_files: ../data/*.csv")],
    ["source/bad-card", files("data_files: https://example.org/a.csv")],
    ["source/bad-card", files("data_files:", "- data/test.csv", "- {split: train, path: data/train-*}")],
    ["source/bad-card", files("data_files:", "- {split: train, path: data/*}", "- {split: train, path: data/*}")],
    ["source/bad-card", files("data_files:", "- {path: data/*}")],
    ["source/bad-card", `${files("data_files: data/*")}\nconfigs: []`],
    ["source/bad-card", `${files("data_files: data/*")}\nx: !!js/function 1`],
    ["source/bad-card", files("data_files: data/*", "data_files: data/*")],
    ["source/bad-card", `${files("data_files: data/*")}\n${splits(4, 2)}`],
    ["source/bad-card", `${BOTH}\n${splits(-1, 2)}`],
    ["source/bad-card", `${BOTH}\n${splits(1.5, 2)}`],
  ])("has the error %s if it is %j", async (code, card) => {
    expect(await codeOf(() => names(dataset(card)))).toBe(code);
  });

  describe("when it is committed", () => {
    let poseidon: Poseidon;
    beforeAll(async () => {
      poseidon = await loadPoseidon();
    });
    const commit = (path: string, more = {}) => {
      const sources = [{ path, format: "auto" as const }];
      return commitShard({ sources, schemes: [{ scheme: "text", field: "t" }], out: folderWith(), poseidon, ...more });
    };

    it.each([
      [4, 2, "accepted"],
      [5, 2, "source/other-count"],
      [4, 1, "source/other-count"],
    ])("has as many rows as it says: %i and %i", async (train, test, code) => {
      const path = dataset(`${BOTH}\n${splits(train, test)}`);
      expect(await codeOf(() => commit(path))).toBe(code);
    });

    it.each([
      [4, 2, "accepted"],
      [4, 3, "source/other-count"],
    ])(
      "has as many rows in all splits together, %i and %i, if no split has files of its own",
      async (train, test, code) => {
        expect(await codeOf(() => commit(dataset(`${files()}\n${splits(train, test)}`)))).toBe(code);
      },
    );

    it("counts bad rows that are left out, and does not count a split of which a file is left out", async () => {
      const path = dataset(`${BOTH}\n${splits(4, 2)}`, { ...DATA, "data/test.csv": "t\na\nb,c\n" });
      expect(await commit(path, { onBadRow: "skip" })).toMatchObject({ rows: 5, skipped: { files: 0, rows: 1 } });
      writeFileSync(join(path, "data/test.csv"), "u\n");
      expect(await commit(path, { onBadFile: "skip" })).toMatchObject({ rows: 4, skipped: { files: 1, rows: 0 } });
    });

    it("is compared with the new card even if its files have not changed", async () => {
      const path = dataset(`${BOTH}\n${splits(4, 2)}`);
      const options = { out: folderWith(), cache: folderWith() };
      await commit(path, options);
      await commit(path, options);
      writeFileSync(join(path, "README.md"), `---\n${BOTH}\n${splits(4, 3)}\n---\n`);
      expect(await codeOf(() => commit(path, { ...options, out: folderWith() }))).toBe("source/other-count");
      expect(await codeOf(() => commit(path, options))).not.toBe("accepted");
    });
  });
});
