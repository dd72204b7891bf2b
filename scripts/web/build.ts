import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { build, type InlineConfig } from "vite";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

/** Where the built page is. */
const WEB_FOLDER = join(PROJECT_ROOT, "build/web");

const CONFIG: InlineConfig = {
  root: join(PROJECT_ROOT, "web"),
  configFile: false,
  // Relative, because a gateway of IPFS serves the page below a path.
  base: "./",
  logLevel: "warn",
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  worker: { format: "es" },
  build: {
    target: "es2022",
    outDir: WEB_FOLDER,
    emptyOutDir: true,
    // Inlined files would be addresses that the page's policy forbids.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
};

/**
 * Builds the page; fails if a module does not resolve. The folder is replaced at the end, so that those who serve it or
 * build it at the same time find a whole page.
 */
export async function buildWeb(outDir = WEB_FOLDER): Promise<void> {
  const made = `${outDir}.${process.pid}`;
  const before = `${made}.before`;
  await build({ ...CONFIG, build: { ...CONFIG.build, outDir: made } });
  await rename(outDir, before).catch(ignoring("ENOENT"));
  await rename(made, outDir).catch(ignoring("ENOTEMPTY", "EEXIST"));
  for (const left of [made, before]) await rm(left, { recursive: true, force: true });
}

/** For a folder that is not there, or that another build has just replaced. */
const ignoring =
  (...codes: readonly string[]) =>
  (error: NodeJS.ErrnoException): void => {
    if (!codes.includes(error.code ?? "")) throw error;
  };
