import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { BUILD_FOLDER } from "../shared/root.ts";
import { BACK_ENDS, FLAGS } from "./flags.ts";

const require = createRequire(import.meta.url);

/** Folder of the C++ sources. */
export const SOURCES = join(import.meta.dirname, "src");

/** Folder of the builds: one folder per content, and the name of the current one. */
export const BUILDS = join(BUILD_FOLDER, "native");

/** The prebuilt addon that a package contains for one platform. */
const PREBUILT = join(import.meta.dirname, "prebuilt");

/** Inputs of a build besides its sources: the headers of Node-API and the constants of Poseidon. */
export const nodeApiHeaders = (): string => join(dirname(require.resolve("node-api-headers/package.json")), "include");
export const poseidonConstants = (): string =>
  join(dirname(require.resolve("circomlibjs")), "../src/poseidon_constants_opt.json");

/** `sources`: hash of everything that is compiled. `build`: the folder, a hash of `sources` and the compiler. */
type Current = { sources: string; build: string };

const isSource = (file: string): boolean => /\.[ch]pp$/.test(file);

/**
 * SHA-256 of every source file, the flags, the platform and the architecture, so that a stale build is never loaded.
 */
export function hashSources(): string {
  const hash = createHash("sha256").update(JSON.stringify([process.platform, process.arch, FLAGS, BACK_ENDS]));
  const files = readdirSync(SOURCES, { recursive: true, encoding: "utf8" }).filter(isSource).sort();
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(join(SOURCES, file)));
  return hash.digest("hex");
}

export const addonPath = (build: string, builds = BUILDS): string => join(builds, build, "disjoint.node");
export const currentPath = (builds = BUILDS): string => join(builds, "current.json");

/** The compiled kernel that matches the current sources, if there is one: of this machine, or prebuilt. */
export const findAddon = (): string | undefined => currentAddon(BUILDS) ?? currentAddon(PREBUILT);

function currentAddon(builds: string): string | undefined {
  if (!existsSync(currentPath(builds))) return undefined;
  const current = JSON.parse(readFileSync(currentPath(builds), "utf8")) as Current;
  const path = addonPath(current.build, builds);
  return current.sources === hashSources() && existsSync(path) ? path : undefined;
}
