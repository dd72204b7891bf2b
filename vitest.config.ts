import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Short files of long tests: started last, one of them would run alone while a processor waits. */
const FIRST = ["/test/circuits/", "/test/contracts/", "/test/package/", "/test/e2e/"];

/** As vitest orders them, the longest files or the largest first, but for those folders. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isFirst = ({ moduleId }: TestSpecification) => FIRST.some((folder) => moduleId.includes(folder));
    return (await super.sort(files)).sort((a, b) => Number(isFirst(b)) - Number(isFirst(a)));
  }
}

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/support/everyFile.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: "forks",
    // A process takes many files, and loads what they import once. No test leaves modules changed.
    isolate: false,
    // Node runs the sources as they are. Vite's module runner turns every use of an imported name into a call.
    experimental: { viteModuleRunner: false, nodeLoader: false },
    // One more than processors: tests wait for nodes and for other processes.
    maxWorkers: availableParallelism() + 1,
    sequence: { sequencer: LongestFirst },
  },
});
