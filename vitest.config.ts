import { join } from "node:path";
import { defineConfig } from "vitest/config";

/** Tests start many processes of the command line: what one has compiled, the next one reads. */
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, "build/cache/node");

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: "forks",
    maxWorkers: 2,
  },
});
