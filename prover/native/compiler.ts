import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { artifactError } from "../shared/errors.ts";

const run = promisify(execFile);

/** Commands that are tried, in this order. */
export const COMPILERS = ["c++", "g++", "clang++"];

export type Compiler = { command: string; version: string };

/** The first C++ compiler on PATH that runs. */
export async function findCompiler(): Promise<Compiler | undefined> {
  for (const command of COMPILERS) {
    try {
      return { command, version: (await run(command, ["--version"])).stdout };
    } catch {
      // Not installed: try the next.
    }
  }
  return undefined;
}

/** @throws artifact `native/not-compiled` with the compiler's output */
export async function callCompiler({ command }: Compiler, args: string[]): Promise<void> {
  try {
    await run(command, args, { maxBuffer: 1 << 26 });
  } catch (error) {
    throw artifactError(
      "native/not-compiled",
      `${command} failed: ${String((error as { stderr?: string }).stderr ?? error).slice(0, 2000)}`,
      "Install a C++20 compiler (g++ 11, clang++ 14 or newer), or continue without the kernel: all works, but slower.",
      error,
    );
  }
}
