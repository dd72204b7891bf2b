import { enableCompileCache } from "node:module";
import { join } from "node:path";
import { EXIT } from "../shared/exit.ts";
import { BUILD_FOLDER } from "../shared/root.ts";

// Node itself exits with 1 on an uncaught error, which would read as a verdict.
process.on("uncaughtException", (error) => {
  process.stderr.write(`internal error, please report it: ${error.stack}\n`);
  process.exit(EXIT.internal);
});

// Who reads with `head` has read enough: the exit code still says the result. A verdict that cannot be written is none.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") return;
  process.stderr.write(`error storage/system: stdout cannot be written: ${error.message}\n`);
  process.exit(EXIT.data);
});

// Loading is a third of what a verifier computes. The cache is by content, and beside the sources: nobody else writes
// there.
enableCompileCache(join(BUILD_FOLDER, "cache/node"));

const { main } = await import("./main.ts");
process.exitCode = await main(process.argv.slice(2));
