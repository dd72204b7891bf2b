import { globSync, readFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

/** What each folder of the page may import beside itself. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  data: [],
  texts: ["data"],
  parts: ["data", "texts"],
  files: [],
  verify: ["data", "texts", "parts", "files"],
  work: ["data", "texts", "parts", "files"],
  views: ["data", "texts", "parts", "verify", "work"],
  ".": ["data", "texts", "parts", "views"],
};

/** Packages that the page may load. */
const PACKAGES = ["preact", "preact/hooks", "qr", "@noble/hashes/sha2.js", "@noble/hashes/utils.js"];

/** Of the library: what is published for pages, and helpers that show and read documents. */
const LIBRARY = [
  "prover/accumulator/listAccumulators.ts",
  "prover/registry.ts",
  "prover/verify.ts",
  "prover/blocklist/elements.ts",
  "prover/blocklist/format.ts",
  "prover/blocklist/parse.ts",
  "prover/bundle/earlier.ts",
  "prover/bundle/listRoot.ts",
  "prover/bundle/openedListing.ts",
  "prover/evidence/car.ts",
  "prover/evidence/certificate.ts",
  "prover/evidence/makeCertificate.ts",
  "prover/evidence/pack.ts",
  "prover/evidence/packChecks.ts",
  "prover/fingerprint/key.ts",
  "prover/fingerprint/schemes.ts",
];

const FILES = globSync("web/**/*.{ts,tsx}", { cwd: PROJECT_ROOT });

const folderOf = (file: string): string => (file.split("/").length === 2 ? "." : file.split("/")[1]!);

const importsOf = (file: string): string[] =>
  ts
    .preProcessFile(readFileSync(join(PROJECT_ROOT, file), "utf8"), true, true)
    .importedFiles.map(({ fileName }) =>
      fileName.startsWith(".") ? relative(PROJECT_ROOT, resolve(PROJECT_ROOT, file, "..", fileName)) : fileName,
    );

const arrows = FILES.flatMap((file) => importsOf(file).map((target) => ({ file, target })));

describe("the page", () => {
  it("has only folders that the table knows", () => {
    expect([...new Set(FILES.map(folderOf))].sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  it("imports one way", () => {
    const wrong = arrows.filter(({ file, target }) => {
      if (!target.startsWith("web/")) return false;
      const folder = folderOf(file);
      return ![folder, ...MAY_IMPORT[folder]!].includes(folderOf(target));
    });
    expect(arrows.length).toBeGreaterThan(20);
    expect(wrong).toEqual([]);
  });

  it("takes from the library what is made for pages, and from packages only the framework", () => {
    const outside = arrows.map(({ target }) => target).filter((target) => !target.startsWith("web/"));
    const allowed = [...LIBRARY, ...PACKAGES];
    const others = outside.filter((target) => !allowed.includes(target) && !target.startsWith("prover/shared/"));
    expect(others).toEqual([]);
  });

  it("is imported by nothing in the library", () => {
    const library = globSync("prover/**/*.ts", { cwd: PROJECT_ROOT });
    expect(library.filter((file) => importsOf(file).some((target) => target.startsWith("web/")))).toEqual([]);
  });

  it("never makes markup of text", () => {
    const risky = /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\bstyle=/;
    const texts = FILES.map((file) => ({ file, text: readFileSync(join(PROJECT_ROOT, file), "utf8") }));
    expect(texts.filter(({ text }) => risky.test(text)).map(({ file }) => file)).toEqual([]);
  });

  it("has no file over 200 lines", () => {
    const styles = globSync("web/**/*.css", { cwd: PROJECT_ROOT });
    const lengths = [...FILES, ...styles].map((file) => ({
      file,
      lines: readFileSync(join(PROJECT_ROOT, file), "utf8").split("\n").length - 1,
    }));
    expect(lengths.filter(({ lines, file }) => lines > 200 && !file.startsWith("web/texts/"))).toEqual([]);
  });
});
