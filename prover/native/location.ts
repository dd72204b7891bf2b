import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { BACK_ENDS, FLAGS } from "./flags.ts";

const require = createRequire(import.meta.url);

/** Folder of the C++ sources. */
export const SOURCES = join(import.meta.dirname, "src");

/** Where builds live: one folder for each content, and the name of the current one. */
export const BUILDS = join(import.meta.dirname, "../../build/native");
const CURRENT = join(BUILDS, "current.json");

/** What a build is made of besides its sources: the headers of Node-API and the constants of Poseidon. */
export const NODE_API_HEADERS = join(dirname(require.resolve("node-api-headers/package.json")), "include");
export const POSEIDON_CONSTANTS = join(dirname(require.resolve("circomlibjs")), "../src/poseidon_constants_opt.json");

/** `sources`: hash of everything that was compiled; `build`: the folder, a hash of that and of the compiler. */
export type Current = { sources: string; build: string };

const isSource = (file: string): boolean => /\.[ch]pp$/.test(file);

/** SHA-256 of every source file, the flags and this processor's kind, so that a stale build is never loaded. */
export function hashSources(): string {
  const hash = createHash("sha256").update(JSON.stringify([process.platform, process.arch, FLAGS, BACK_ENDS]));
  const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter(isSource).sort();
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(join(SOURCES, file)));
  return hash.digest("hex");
}

export const addonPath = (build: string): string => join(BUILDS, build, "disjoint.node");
export const currentPath = CURRENT;

/** The compiled kernel that belongs to the sources as they are now, if there is one. */
export function findAddon(): string | undefined {
  if (!existsSync(CURRENT)) return undefined;
  const current = JSON.parse(readFileSync(CURRENT, "utf8")) as Current;
  const path = addonPath(current.build);
  return current.sources === hashSources() && existsSync(path) ? path : undefined;
}
