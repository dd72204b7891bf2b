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

export function exitCodeOf(command: string, args: readonly string[], cwd: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: "inherit" });
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 1));
  });
}
