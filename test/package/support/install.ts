import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  cpSync,
  existsSync,
  globSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { makeFolder } from "../../../prover/setup/cache.ts";
import { PROJECT_ROOT } from "../../../prover/shared/root.ts";

type Ended = { code: number; stdout: string; stderr: string };

const run = promisify(execFile);

/** What the package is made from, besides the kernel of this machine, which is made from prover/native. */
const SOURCES = [
  "{circuits,contracts,prover,schema,scripts}/**",
  "{*.md,LICENSE,package.json,package-lock.json,tsconfig*.json}",
];

/** Makes the package from this tree, once for all tests that install it, and says where its tarball is. */
export async function pack(): Promise<string> {
  const content = createHash("sha256").update(process.version);
  for (const name of globSync(SOURCES, { cwd: PROJECT_ROOT }).sort()) {
    const path = join(PROJECT_ROOT, name);
    if (lstatSync(path).isFile()) content.update(`\0${name}\0`).update(readFileSync(path));
  }
  const folder = join(PROJECT_ROOT, "build/cache/packages", content.digest("hex"));
  await makeFolder(folder, async (temporary) => {
    await run(process.execPath, ["scripts/package.ts", temporary], { cwd: PROJECT_ROOT, env: withTools() });
    await rm(join(temporary, "package"), { recursive: true });
  });
  return join(folder, globSync("*.tgz", { cwd: folder })[0]!);
}

/** An empty folder outside of the tree. The caller removes it. */
export const emptyFolder = (): string => mkdtempSync(join(tmpdir(), "disjoint-package-"));

/** The tools of this tree on PATH, the Node that runs this test, and no cache of modules but what a program has. */
export function withTools(): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE: _, ...env } = process.env;
  return {
    ...env,
    PATH: [join(process.execPath, ".."), join(PROJECT_ROOT, "node_modules/.bin"), process.env.PATH].join(":"),
  };
}

/** An empty project in a folder, into which these are installed. */
export async function project(folder: string, ...packages: string[]): Promise<string> {
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "consumer", private: true, type: "module" }));
  await install(folder, ...packages);
  return folder;
}

export async function install(folder: string, ...packages: string[]): Promise<void> {
  await run("npm", ["install", "--no-audit", "--no-fund", "--loglevel=error", ...packages], {
    cwd: folder,
    env: withTools(),
  });
}

/** The sources of the library in a folder, with what it cannot do without, and no optional peer. */
export function copyLibrary(folder: string): void {
  for (const name of ["prover", "package.json"])
    cpSync(join(PROJECT_ROOT, name), join(folder, name), { recursive: true });
  const { dependencies } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8"));
  for (const name of Object.keys(dependencies)) link(join(PROJECT_ROOT, "node_modules"), folder, name);
}

/** Gives a folder a package that is installed elsewhere. */
export function link(modules: string, folder: string, name: string): void {
  const place = join(folder, "node_modules", name);
  mkdirSync(dirname(place), { recursive: true });
  symlinkSync(join(modules, name), place);
}

/** The version of a package as this tree has it. */
export function asHere(name: string): string {
  const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, "node_modules", name, "package.json"), "utf8"));
  return `${name}@${version}`;
}

export function packagesIn(folder: string): string[] {
  const names = readdirSync(join(folder, "node_modules")).filter((name) => !name.startsWith("."));
  return names.flatMap((name) =>
    name.startsWith("@") ? readdirSync(join(folder, "node_modules", name)).map((inner) => `${name}/${inner}`) : [name],
  );
}

/** Size in bytes by path of every file below a folder. */
export const filesIn = (folder: string): Map<string, number> =>
  new Map(
    globSync("**", { cwd: folder })
      .map((name) => [name, lstatSync(join(folder, name))] as const)
      .filter(([, status]) => status.isFile())
      .map(([name, { size }]) => [name, size]),
  );

/** Runs a module as the project's own code, or with a string[] a program with arguments. */
export async function runIn(
  folder: string,
  program: string | string[],
  { node = process.execPath, env = {} as NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  const args = typeof program === "string" ? ["--input-type=module", "-e", program] : program;
  const options = { cwd: folder, env: { ...withTools(), NODE_OPTIONS: "", ...env }, maxBuffer: 1 << 26 };
  return run(node, args, options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    ({ code, stdout, stderr }) => ({ code, stdout, stderr }),
  );
}

/** Where a program is that the machine has. */
export const onPath = (name: string): string | undefined =>
  (process.env.PATH ?? "")
    .split(":")
    .map((folder) => join(folder, name))
    .find(existsSync);

/** Brings a Node of a version from npm into a folder. */
export async function bringNode(folder: string, version: string): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`;
  await project(folder, "--ignore-scripts", `${name}@${version}`);
  return join(folder, "node_modules", name, "bin/node");
}
