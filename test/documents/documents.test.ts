import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join, normalize } from "node:path";
import { describe, expect, it, test } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { withIncludes } from "../../scripts/docs/include.ts";
import { anchorsOf, blocksOf, markdownFiles, proseOf } from "../support/markdown.ts";

const FILES = markdownFiles();
const textOf = new Map(FILES.map(({ path, text }) => [path, text]));

/** The targets of a document's links, images included. */
const linksOf = (text: string): string[] =>
  [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target!);

/** What is wrong with a link from a document; undefined if it leads somewhere. */
function brokenLink(from: string, target: string): string | undefined {
  if (/^https?:/.test(target)) return undefined;
  const [file = "", anchor] = target.split("#");
  const path = file === "" ? from : normalize(join(dirname(from), file));
  if (!existsSync(join(PROJECT_ROOT, path))) return `${from}: ${target}: no such file`;
  if (anchor === undefined) return undefined;
  const text = textOf.get(path);
  return text !== undefined && anchorsOf(text).includes(anchor) ? undefined : `${from}: ${target}: no such heading`;
}

describe("the documents", () => {
  it("exist, and link to files and headings that exist", () => {
    expect(FILES.length).toBeGreaterThan(25);
    const links = FILES.flatMap(({ path, text }) => linksOf(text).map((target) => [path, target] as const));
    expect(links.length).toBeGreaterThan(80);
    expect(links.flatMap(([path, target]) => brokenLink(path, target) ?? [])).toEqual([]);
  });

  it("report a link to a missing file or heading", () => {
    expect(brokenLink("README.md", "docs/no-such.md")).toContain("no such file");
    expect(brokenLink("README.md", "docs/concepts.md#no-such")).toContain("no such heading");
    expect(brokenLink("docs/README.md", "../README.md#install")).toBeUndefined();
  });

  it("include their examples as they are in the files now (npm run docs)", () => {
    const including = FILES.filter(({ text }) => text.includes("<!-- include "));
    expect(including.length).toBeGreaterThan(4);
    for (const { path, text } of including) expect(withIncludes(text, PROJECT_ROOT), path).toBe(text);
    const opened = including.flatMap(({ text }) => text.match(/^<!-- include /gm) ?? []);
    const closed = including.flatMap(({ text }) => text.match(/^<!-- end include -->$/gm) ?? []);
    expect(opened.length).toBe(closed.length);
  });

  it("have at most 120 columns, but for tables and the targets of links", () => {
    const long = FILES.flatMap(({ path, text }) =>
      text.split("\n").flatMap((line, i) => {
        const shown = line.replace(/\]\([^)]*\)/g, "]").replace(/https?:\S+/g, "");
        return line.startsWith("|") || [...shown].length <= 120 ? [] : [`${path}:${i + 1}`];
      }),
    );
    expect(long).toEqual([]);
  });

  it("name npm scripts that exist, and never recommend running a package that is not installed", () => {
    const { scripts, dependencies, devDependencies } = JSON.parse(
      readFileSync(join(PROJECT_ROOT, "package.json"), "utf8"),
    );
    const named = FILES.flatMap(({ text }) => [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!));
    expect(named.filter((name) => !(name in scripts))).toEqual([]);
    const run = FILES.flatMap(({ text }) => [...text.matchAll(/\bnpx ([\w@/.-]+)/g)].map(([, name]) => name!));
    expect(run.filter((name) => !(name in dependencies) && !(name in devDependencies))).toEqual([]);
  });
});

describe("docs/library.md", () => {
  it("lists exactly the entry points of the package", () => {
    const { exports } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8"));
    const rows = textOf.get("docs/library.md")!.match(/^\| `disjoint.*$/gm)!;
    const named = rows.flatMap((row) =>
      [...row.matchAll(/`disjoint(\/[\w/*]+)?`/g)].map(([, path = ""]) => `.${path}`),
    );
    expect(named.sort()).toEqual(
      Object.keys(exports)
        .filter((name) => name !== "./package.json")
        .sort(),
    );
  });
});

describe("CONTRIBUTING.md", () => {
  it("numbers its rules, and names for each a test that exists", () => {
    const [, section] = textOf.get("CONTRIBUTING.md")!.split("## Rules");
    const rules = section!
      .split("\n## ")[0]!
      .split(/^(?=\d+\. )/m)
      .slice(1);
    expect(rules.map((rule) => Number.parseInt(rule, 10))).toEqual(rules.map((_, i) => i + 1));
    expect(rules.length).toBeGreaterThan(10);
    for (const rule of rules) {
      const paths = [...rule.matchAll(/`((?:test|scripts)\/[\w/.-]+)`/g)].map(([, path]) => path!);
      expect(paths, rule).not.toEqual([]);
      expect(paths.filter((path) => !existsSync(join(PROJECT_ROOT, path)))).toEqual([]);
    }
  });
});

describe("docs/architecture.md", () => {
  const text = textOf.get("docs/architecture.md")!;
  const rows = (heading: string) => {
    const [, section] = text.split(`\n## ${heading}\n`);
    return [...section!.split("\n## ")[0]!.matchAll(/^\| `([\w/]+?)\/?` \|/gm)].map(([, name]) => name!);
  };
  const folders = (under: string) => globSync(`${under}/*/`, { cwd: PROJECT_ROOT }).map((path) => basename(path));

  it("lists exactly the stages", () => {
    const stages = rows("Stages").filter((name) => name !== "native/src");
    for (const stage of stages) expect(existsSync(join(PROJECT_ROOT, "prover", stage)), stage).toBe(true);
    expect([...new Set(stages.map((stage) => stage.split("/")[0]))].sort()).toEqual(folders("prover").sort());
  });

  it("has every folder of the stages with many", () => {
    for (const stage of ["source", "commitment", "chain", "native/src"]) {
      const row = new RegExp(`^\\| \`${stage}\` \\| .*\`\\w+\`,? .*$`, "m").exec(text)![0];
      expect(
        folders(`prover/${stage}`).filter((name) => !row.includes(`\`${name}\``)),
        stage,
      ).toEqual([]);
    }
  });

  it("has every folder of the repository", () => {
    const known = rows("Repository");
    for (const name of known) expect(existsSync(join(PROJECT_ROOT, name)), name).toBe(true);
    const here = folders(".").filter((name) => !["node_modules", "build", "dist", "coverage"].includes(name));
    expect(here.filter((name) => !known.includes(name))).toEqual([]);
  });
});

test("distinguishes blocks, prose and anchors", () => {
  const text = "# A `b` & c\n\n<!-- run -->\n```sh\n# not a heading\n```\n\n## A\n\n## A\n";
  expect(blocksOf(text)).toEqual([{ comment: "run", language: "sh", lines: ["# not a heading"] }]);
  expect(anchorsOf(text)).toEqual(["a-b--c", "a", "a-1"]);
});
