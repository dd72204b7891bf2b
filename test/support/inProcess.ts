import { main } from "../../prover/cli/main.ts";

/**
 * The exit code of a command that is run in this process: a start of Node takes ten times as long as most of what
 * thousands of files are judged by. What it prints is dropped.
 */
export async function exitCodeOf(args: readonly string[]): Promise<number> {
  const { write } = process.stdout;
  const error = process.stderr.write;
  process.stdout.write = process.stderr.write = () => true;
  try {
    return await main([...args]);
  } finally {
    process.stdout.write = write;
    process.stderr.write = error;
  }
}
