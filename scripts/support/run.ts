import { spawn } from "node:child_process";

/**
 * Runs a tool of node_modules/.bin with this process's streams; a failure ends this process with the tool's exit code.
 */
export async function runTool(command: string, args: readonly string[], cwd: string): Promise<void> {
  const code = await exitCodeOf(command, args, cwd);
  if (code === 0) return;
  process.stderr.write(`${command} ${args.join(" ")} ended with exit code ${code}\n`);
  process.exit(code);
}

/** The tool ends with this process. */
export function exitCodeOf(command: string, args: readonly string[], cwd: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: "inherit" });
    const stop = () => child.kill();
    process.on("exit", stop);
    child.on("error", reject);
    child.on("close", (code) => {
      process.off("exit", stop);
      resolve(code ?? 1);
    });
  });
}
