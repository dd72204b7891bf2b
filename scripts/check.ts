/** Every static check of the repository. Fails if one of them has anything to say. */
import { appendAll } from "../prover/shared/collections.ts";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { circomspect, inspect } from "./check/circuits.ts";
import { exitCodeOf } from "./support/run.ts";

const tool = (command: string, ...args: string[]) => ({
  name: `${command} ${args.join(" ")}`,
  run: async () => ((await exitCodeOf(command, args, PROJECT_ROOT)) === 0 ? [] : [`${command} found something`]),
});

const CHECKS = [
  tool("biome", "check", "--error-on-warnings"),
  tool("tsc"),
  tool("tsc", "-p", "tsconfig.web.json"),
  tool("solhint", "--max-warnings", "0", "contracts/**/*.sol"),
  tool("typedoc", "--emit", "none"),
  { name: "circomspect", run: circomspect },
  { name: "circom2 --inspect", run: inspect },
];

const failures: string[] = [];
for (const { name, run } of CHECKS) {
  const problems = await run();
  process.stdout.write(`${problems.length === 0 ? "ok  " : "FAIL"} ${name}\n`);
  appendAll(failures, problems);
}
process.stdout.write(failures.map((failure) => `${failure}\n`).join(""));
process.exitCode = failures.length === 0 ? 0 : 1;
