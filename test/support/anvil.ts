import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

export type Anvil = { url: string; stop(): Promise<void> };

/** A real node on a free port. */
export async function startAnvil(args: readonly string[] = []): Promise<Anvil> {
  const binary = join(PROJECT_ROOT, "node_modules/.bin/anvil");
  const child = spawn(
    binary,
    ["--port", "0", ...(args.includes("--hardfork") ? [] : ["--hardfork", "prague"]), ...args],
    {
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const port = await listening(child);
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}

async function listening(child: ChildProcess): Promise<string> {
  let output = "";
  for await (const chunk of child.stdout!) {
    output += String(chunk);
    const port = /Listening on [0-9.]+:([0-9]+)/.exec(output)?.[1];
    if (port !== undefined) return port;
  }
  throw new Error(`anvil ended: ${output}`);
}
