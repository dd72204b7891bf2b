import { execFile } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { folderWith } from "../support/folder.ts";
import { type Block, blocksOf } from "../support/markdown.ts";

/** A shell script of the blocks to run. A line that ends in `# exit N` must end with that code. */
function scriptOf(blocks: readonly Block[]): string {
  const lines = blocks.filter(({ comment }) => comment === "run").flatMap((block) => block.lines);
  const checked = lines.map((line) => {
    const [, command, code] = /^(disjoint .*?) *# exit (\d+)/.exec(line) ?? [];
    return code === undefined ? line : `if ${command}; then code=0; else code=$?; fi; test "$code" -eq ${code}`;
  });
  return ["set -eu", ...checked].join("\n");
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** What is printed must hold these lines; `…` stands for anything. */
const expectedLines = (blocks: readonly Block[]): RegExp[] =>
  blocks
    .filter(({ comment }) => comment === "output")
    .flatMap(({ lines }) => lines)
    .map((line) => new RegExp(`^${line.split("…").map(escaped).join(".*")}$`, "m"));

test("docs/getting-started.md works as written, and prints what it shows", { timeout: 600_000 }, async () => {
  const blocks = blocksOf(readFileSync(join(PROJECT_ROOT, "docs/getting-started.md"), "utf8"));
  const cwd = folderWith();
  const env = { ...process.env, PATH: `${join(PROJECT_ROOT, "scripts")}:${process.env.PATH}` };
  const { stdout } = await promisify(execFile)("sh", ["-c", scriptOf(blocks)], { cwd, env });
  const expected = expectedLines(blocks);
  expect(expected.length).toBeGreaterThan(4);
  for (const line of expected) expect(stdout).toMatch(line);

  const { stdout: first } = await promisify(execFile)(process.execPath, [join(PROJECT_ROOT, "examples/first.ts")], {
    cwd: withoutShard(cwd),
  });
  expect(first).toBe("clean\n");
});

/** The guide's list and data in a folder of their own. */
function withoutShard(guide: string): string {
  const path = folderWith();
  for (const name of ["list", "poems.jsonl"]) cpSync(join(guide, name), join(path, name), { recursive: true });
  return path;
}
