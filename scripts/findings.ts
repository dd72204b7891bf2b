/**
 * Runs every findings/*.sh and prints one line for each: whether the outside behavior it records is still there. Needs
 * the package registry, so it is not part of continuous integration.
 *
 *   npm run findings [-- NAME...]
 */
import { join } from "node:path";
import { PROJECT_ROOT } from "../prover/shared/root.ts";
import { runFindings } from "./findings/run.ts";

const results = runFindings(join(PROJECT_ROOT, "findings"), { only: process.argv.slice(2) });
for await (const { name, ok, says } of results) {
  process.stdout.write(`${ok ? "ok  " : "FAIL"} ${name}: ${says}\n`);
  if (!ok) process.exitCode = 1;
}
