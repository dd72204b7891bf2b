/**
 * Makes the package that npm publishes as a tarball in a folder, build/packed unless another is named: JavaScript,
 * declarations and source maps instead of the sources, and package.json without what only a clone needs.
 */
import { chmod, copyFile, cp, glob, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { findAddon } from "../prover/native/location.ts";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { unreachedDeclarations } from "./package/declarations.ts";
import { entryPoints, type Manifest, publishedManifest } from "./package/manifest.ts";
import { runTool } from "./support/run.ts";
import { buildWeb } from "./web/build.ts";

const target = resolve(process.argv[2] ?? join(PROJECT_ROOT, "build/packed"));
const PACKAGE = join(target, "package");

await runTool("node", ["scripts/build.ts"], PROJECT_ROOT);
await buildWeb();
await rm(target, { recursive: true, force: true });
await mkdir(PACKAGE, { recursive: true });
const manifest = JSON.parse(await readFile(join(PROJECT_ROOT, "package.json"), "utf8")) as Manifest;
await Promise.all([emit("--emitDeclarationOnly"), emit("--declaration", "false", "--removeComments")]);
const entries = entryPoints(manifest).map((name) => join(PACKAGE, "dist", `${name}.d.ts`));
for (const path of unreachedDeclarations(join(PACKAGE, "dist"), entries)) await rm(path);
await copyBesideCode();
await copyPrebuilt();
await copyFiles();
await runTool("npm", ["pack", "--silent", "--pack-destination", target], PACKAGE);

/** Compiles a part of what is published. Comments are in the declarations, where editors show them; once is enough. */
async function emit(...options: string[]): Promise<void> {
  const out = ["--outDir", join(PACKAGE, "dist")];
  await runTool("tsc", ["-p", "tsconfig.build.json", ...out, ...options], PROJECT_ROOT);
}

/** What the code reads from beside itself: tables, and the kernel's sources. */
async function copyBesideCode(): Promise<void> {
  for await (const name of glob(["**/*.json", "native/src/**/*.[ch]pp"], { cwd: join(PROJECT_ROOT, "prover") }))
    await copy(join("prover", name), join("dist", name));
  await chmod(join(PACKAGE, "dist/cli/start.js"), 0o755);
}

/** The kernel as it was compiled here, for the platform on which most proving runs. */
async function copyPrebuilt(): Promise<void> {
  const addon = findAddon();
  if (addon === undefined || process.platform !== "linux" || process.arch !== "x64") return;
  const prebuilt = join(PACKAGE, "dist/native/prebuilt");
  await cp(dirname(addon), join(prebuilt, basename(dirname(addon))), {
    recursive: true,
    filter: (path) => !path.endsWith(".cpp"),
  });
  await copyFile(join(dirname(addon), "../current.json"), join(prebuilt, "current.json"));
}

/** package.json, and the files that it names. */
async function copyFiles(): Promise<void> {
  await writeFile(join(PACKAGE, "package.json"), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
  const named = manifest.files.filter((name) => name !== "dist");
  for (const name of [...named, "LICENSE", "README.md"])
    for await (const found of glob(name, { cwd: PROJECT_ROOT })) await copy(found, found);
}

async function copy(from: string, to: string): Promise<void> {
  await mkdir(dirname(join(PACKAGE, to)), { recursive: true });
  await cp(join(PROJECT_ROOT, from), join(PACKAGE, to), { recursive: true });
}
