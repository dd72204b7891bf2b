import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build as esbuild } from "esbuild";
import { chromium } from "playwright-core";
import { build as vite } from "vite";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import webpack from "webpack";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { emptyFolder, onPath, pack, project } from "./support/install.ts";

/** What a page loads to verify bundles and evidence packs with the steps in them, compressed. */
const MOST_BYTES = 53_000;

/** All of disjoint/verify, compressed. */
const MOST_BYTES_OF_ALL = 62_000;

const CHROMIUM = onPath("chromium");
if (CHROMIUM === undefined) process.stdout.write("no chromium on PATH: bundles are made, and not run in a browser\n");

/** A page's whole script: it verifies the bundle that the page gives it. */
const PAGE = `
  import { parseJson, readDocument, readVerificationKey, verifyBundle, verifyPack } from "disjoint/verify";
  globalThis.verifyPack = verifyPack;
  globalThis.verify = (key, bundle) => {
    const bytes = (text) => new TextEncoder().encode(text);
    const pinned = readDocument("the key", "page", "", (reader) =>
      readVerificationKey(reader, parseJson(bytes(key), "the key"), "$"));
    return verifyBundle(bytes(bundle), [{ kind: "exclusion", key: pinned, pageSize: 16 }]).verdict;
  };`;

/** Each bundler's script of the page in a folder, for browsers of 2023. */
const BUNDLERS: Record<string, (folder: string) => Promise<unknown>> = {
  esbuild: (folder) =>
    esbuild({
      entryPoints: [join(folder, "page.js")],
      outfile: join(folder, "esbuild.js"),
      bundle: true,
      minify: true,
      target: "es2022",
    }),
  vite: (folder) =>
    vite({
      root: folder,
      logLevel: "error",
      build: {
        target: "es2022",
        outDir: folder,
        emptyOutDir: false,
        lib: { entry: join(folder, "page.js"), formats: ["iife"], name: "page", fileName: () => "vite.js" },
      },
    }),
  webpack: (folder) =>
    new Promise((resolve, reject) => {
      const options: webpack.Configuration = {
        context: folder,
        entry: "./page.js",
        mode: "production",
        target: ["web", "es2022"],
        output: { path: folder, filename: "webpack.js" },
      };
      webpack(options, (error, result) => {
        if (error || result?.hasErrors()) reject(error ?? new Error(result?.toString("errors-only")));
        else resolve(result);
      });
    }),
};

const golden = (name: string) => readFileSync(join(PROJECT_ROOT, "test/vectors/bundle.v1", name), "utf8");

const root = emptyFolder();
let folder: string;

beforeAll(async () => {
  folder = await project(join(root, "page"), await pack());
  writeFileSync(join(folder, "page.js"), PAGE);
}, 900_000);

afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.each(Object.keys(BUNDLERS))("%s", (name) => {
  it("bundles disjoint/verify, and it stays small", async () => {
    await BUNDLERS[name]!(folder);
    const script = readFileSync(join(folder, `${name}.js`));
    expect(gzipSync(script).length).toBeLessThan(MOST_BYTES);
  });

  it.runIf(CHROMIUM !== undefined)("makes a bundle that verifies in a browser", async () => {
    const browser = await chromium.launch({ executablePath: CHROMIUM!, args: ["--no-sandbox"] });
    try {
      const page = await browser.newPage();
      await page.addScriptTag({ content: readFileSync(join(folder, `${name}.js`), "utf8") });
      const verify = (key: string, bundle: string) =>
        page.evaluate(([key, bundle]) => (globalThis as unknown as Page).verify(key!, bundle!), [key, bundle]);
      const key = golden("verification_key.json");
      const bundle = golden("bundle.json");
      expect(await verify(key, bundle)).toBe(true);
      expect(await verify(key, bundle.replace('"1234567"', '"1234568"'))).toBe(false);
    } finally {
      await browser.close();
    }
  });
});

test("all of disjoint/verify is little more than what a page uses", async () => {
  const stdin = { contents: 'export * from "disjoint/verify"', resolveDir: folder };
  const { outputFiles } = await esbuild({ stdin, bundle: true, minify: true, format: "esm", write: false });
  expect(gzipSync(outputFiles[0]!.contents).length).toBeLessThan(MOST_BYTES_OF_ALL);
});

type Page = { verify(key: string, bundle: string): boolean };
