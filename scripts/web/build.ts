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

/** Builds the page; fails if a module does not resolve. */
export const buildWeb = async (outDir = WEB_FOLDER): Promise<void> => {
  await build({ ...CONFIG, build: { ...CONFIG.build, outDir } });
};
