import { EXIT } from "../shared/errors.ts";

// Node itself exits with 1 on an uncaught error, which would read as a verdict.
process.on("uncaughtException", (error) => {
  process.stderr.write(`unexpected error, please report it: ${error.stack}\n`);
  process.exit(EXIT.mistake);
});

const { main } = await import("./main.ts");
process.exitCode = await main(process.argv.slice(2));
