import { homedir } from "node:os";
import { extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { cacheFolder } from "./cacheFolder.ts";

/** Root of the clone or of the installed package. Nothing is written here but into a clone's build/. */
export const PROJECT_ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** What runs from its sources is a clone; a package holds JavaScript only. */
export const IS_CLONE = extname(import.meta.url) === ".ts";

/** Where caches and build outputs go: build/ in a clone; in the platform's cache folder for an installed package. */
export const BUILD_FOLDER = IS_CLONE
  ? join(PROJECT_ROOT, "build")
  : cacheFolder(process.platform, process.env, homedir());
