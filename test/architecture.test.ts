import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it, test } from "vitest";
import { PROJECT_ROOT } from "../prover/shared/root.ts";

/** The data flow, stage by stage: what each may import beside itself and `shared`. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  shared: [],
  native: [],
  source: ["native"],
  fingerprint: [],
  tree: ["fingerprint"],
  groth16: [],
  accumulator: ["native", "groth16"],
  commitment: ["source", "fingerprint", "tree", "native", "groth16", "accumulator"],
  blocklist: ["source", "fingerprint", "native", "accumulator"],
  plan: ["fingerprint", "tree", "blocklist"],
  witness: ["fingerprint", "tree", "blocklist", "plan"],
  "groth16/prover": ["native", "groth16"],
  setup: ["plan", "native", "groth16", "groth16/prover", "accumulator"],
  bundle: ["groth16", "accumulator"],
  ethereum: [],
  registry: [],
  custody: ["bundle", "registry"],
  evidence: ["groth16", "accumulator", "bundle", "ethereum", "custody"],
  rpc: [],
  chain: ["groth16", "accumulator", "ethereum", "evidence", "rpc", "registry"],
  statements: [
    "fingerprint",
    "commitment",
    "blocklist",
    "plan",
    "witness",
    "groth16",
    "groth16/prover",
    "setup",
    "accumulator",
    "bundle",
  ],
  fleet: [
    "accumulator",
    "source",
    "tree",
    "commitment",
    "blocklist",
    "plan",
    "native",
    "groth16",
    "groth16/prover",
    "setup",
    "bundle",
    "statements",
  ],
  "release/config": ["source", "fingerprint", "rpc", "fleet"],
  "release/report": ["source", "statements"],
  release: [
    "accumulator",
    "source",
    "fingerprint",
    "commitment",
    "blocklist",
    "plan",
    "native",
    "groth16",
    "setup",
    "bundle",
    "evidence",
    "rpc",
    "chain",
    "statements",
    "release/config",
    "release/report",
    "fleet",
  ],
  "release/init": ["source", "tree", "blocklist", "plan", "chain", "release/config", "release"],
  cli: [
    "accumulator",
    "source",
    "fingerprint",
    "commitment",
    "blocklist",
    "native",
    "groth16",
    "setup",
    "bundle",
    "custody",
    "ethereum",
    "evidence",
    "rpc",
    "registry",
    "chain",
    "statements",
    "release/config",
    "release/report",
    "release",
    "release/init",
    "fleet",
  ],
};

/** The entry points: the stages that each exports. `index.ts` exports the others, and nothing else. */
const ENTRY_POINTS: Record<string, readonly string[]> = {
  "prover/verify.ts": ["shared", "groth16", "accumulator", "bundle", "evidence"],
  "prover/commit.ts": ["shared", "fingerprint", "tree", "commitment", "native"],
  "prover/lists.ts": ["shared", "fingerprint", "blocklist", "native"],
  "prover/prove.ts": ["shared", "bundle", "evidence", "statements"],
  "prover/custody.ts": ["shared", "custody"],
  "prover/setup.ts": ["shared", "plan", "groth16", "accumulator", "setup"],
  "prover/chain.ts": ["shared", "accumulator", "rpc", "chain"],
  "prover/registry.ts": ["shared", "registry"],
  "prover/release.ts": ["shared", "fleet", "release/config", "release/report", "release", "release/init"],
  "prover/index.ts": [],
};

/** What a shard holds that nobody else may see is known here only. */
const PRIVATE = ["source", "tree", "commitment", "witness"];

/** How many pairs of folders within a stage may be joined by imports, all of them one way. */
const MOST_ARROWS: Record<string, number> = { chain: 15, source: 28, commitment: 6 };

const FILES = globSync("prover/**/*.ts", { cwd: PROJECT_ROOT }).filter((file) => !file.endsWith(".d.ts"));

/** The stage of a file: the longest folder that the table knows; `verify.ts` is its own. */
function stageOf(file: string): string {
  const [, first = "", second = ""] = file.split("/");
  return `${first}/${second}` in MAY_IMPORT ? `${first}/${second}` : first;
}

/** Every import and re-export, including types: files of this project by their path from the root, all else by name. */
const imports = new Map(
  FILES.map((file) => {
    const path = join(PROJECT_ROOT, file);
    const { importedFiles } = ts.preProcessFile(readFileSync(path, "utf8"), true, true);
    const resolved = importedFiles.map(({ fileName }) =>
      fileName.startsWith(".") ? relative(PROJECT_ROOT, resolve(path, "..", fileName)) : fileName,
    );
    return [file, resolved] as const;
  }),
);

/** Everything that is reached from some files, however far. */
function reached(from: readonly string[]): string[] {
  const found = new Set(from);
  for (const file of found) for (const next of imports.get(file) ?? []) found.add(next);
  return [...found];
}

const ours = (names: readonly string[]) => names.filter((name) => name.startsWith("prover/"));

describe("imports", () => {
  it("are all of files that exist, or of packages", () => {
    const unknown = [...imports].flatMap(([file, names]) =>
      ours(names).flatMap((name) => (imports.has(name) ? [] : [`${file} → ${name}`])),
    );
    expect(unknown).toEqual([]);
    expect([...imports.values()].flat().filter((name) => name.startsWith("."))).toEqual([]);
    expect(FILES.length).toBeGreaterThan(100);
  });

  it("have a table without a circle", () => {
    const stages = Object.keys(MAY_IMPORT);
    for (const [stage, allowed] of Object.entries(MAY_IMPORT))
      for (const earlier of allowed)
        expect(stages.indexOf(earlier), `${stage} → ${earlier}`).toBeLessThan(stages.indexOf(stage));
  });

  it("lead from no file back to itself", () => {
    expect(FILES.filter((file) => reached(imports.get(file)!).includes(file))).toEqual([]);
  });

  it("know every folder", () => {
    const folders = FILES.filter((file) => !(file in ENTRY_POINTS)).map(stageOf);
    expect([...new Set(folders)].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  it("point one way", () => {
    const wrong = [...imports].flatMap(([file, names]) => {
      const allowed = ENTRY_POINTS[file] ?? [stageOf(file), "shared", ...MAY_IMPORT[stageOf(file)]!];
      return ours(names).flatMap((name) =>
        allowed.includes(stageOf(name)) || (file === "prover/index.ts" && name in ENTRY_POINTS)
          ? []
          : [`${file} → ${name}`],
      );
    });
    expect(wrong).toEqual([]);
  });

  it("allow nothing that no file imports", () => {
    const used = new Set(
      [...imports].flatMap(([file, names]) => ours(names).map((name) => `${stageOf(file)} → ${stageOf(name)}`)),
    );
    const unused = Object.entries(MAY_IMPORT).flatMap(([stage, allowed]) =>
      allowed.map((earlier) => `${stage} → ${earlier}`).filter((pair) => !used.has(pair)),
    );
    expect(unused).toEqual([]);
  });
});

describe("folders of a stage", () => {
  const folders = (stage: string) =>
    new Set(
      [...imports].flatMap(([file, names]) =>
        ours(names)
          .filter((name) => [file, name].every((path) => path.startsWith(`prover/${stage}/`)))
          .map((name) => `${dirname(file)} → ${dirname(name)}`)
          .filter((arrow) => new Set(arrow.split(" → ")).size > 1),
      ),
    );

  it.each([...Object.keys(MOST_ARROWS), "rpc", "release", "fleet", "custody"])("import one way in %s", (stage) => {
    const arrows = [...folders(stage)].map((arrow) => arrow.split(" → ") as [string, string]);
    const targets = (folder: string): string[] => arrows.flatMap(([from, to]) => (from === folder ? [to] : []));
    const reachedFrom = (start: string) => {
      const found = new Set(targets(start));
      for (const folder of found) for (const next of targets(folder)) found.add(next);
      return found;
    };
    expect(arrows.map(([from]) => from).filter((folder) => reachedFrom(folder).has(folder))).toEqual([]);
  });

  it.each(Object.entries(MOST_ARROWS))("are joined in few ways: %s", (stage, most) => {
    expect(folders(stage).size).toBeGreaterThan(2);
    expect([...folders(stage)].slice(most)).toEqual([]);
  });
});

describe("private data", () => {
  it.each(["bundle", "custody", "evidence", "ethereum", "rpc", "chain", "groth16", "verify.ts"])(
    "cannot be reached from %s",
    (stage) => {
      const files = reached(FILES.filter((file) => stageOf(file) === stage));
      expect(files.length).toBeGreaterThan(3);
      expect(files.filter((file) => PRIVATE.includes(stageOf(file)) && file.startsWith("prover/"))).toEqual([]);
    },
  );

  it("can be reached from where it is used: the search finds what there is", () => {
    const stages = reached(["prover/statements/exclusion.ts"])
      .filter((file) => file.startsWith("prover/"))
      .map(stageOf);
    expect(PRIVATE.filter((stage) => stages.includes(stage))).toEqual(PRIVATE);
  });
});

describe("the browser's entry point", () => {
  it("leads to no module of Node, to no prover and to no native code, but to @noble's curves and hashes", () => {
    const names = reached(["prover/verify.ts"]);
    expect(names.filter((name) => !name.startsWith("prover/") && !name.startsWith("@noble/"))).toEqual([]);
    expect([...new Set(ours(names).map(stageOf))].sort()).toEqual([
      "accumulator",
      "bundle",
      "custody",
      "ethereum",
      "evidence",
      "groth16",
      "shared",
      "verify.ts",
    ]);
  });

  it("of the registry leads to no module of Node and to no package but @noble's", () => {
    const names = reached(["prover/registry.ts"]);
    expect(names.filter((name) => !name.startsWith("prover/") && !name.startsWith("@noble/"))).toEqual([]);
    expect([...new Set(ours(names).map(stageOf))].sort()).toEqual(["registry", "registry.ts", "shared"]);
  });
});

test("no file is longer than 200 lines", () => {
  const lengths = FILES.map((file) => ({
    file,
    lines: readFileSync(join(PROJECT_ROOT, file), "utf8").split("\n").length - 1,
  }));
  expect(lengths.filter(({ lines }) => lines > 200)).toEqual([]);
});
