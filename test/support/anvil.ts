import { once } from "node:events";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { type Child, startChild } from "./child.ts";

export type Anvil = { url: string; stop(): Promise<void> };

/** A real node on a free port. */
export async function startAnvil(args: readonly string[] = []): Promise<Anvil> {
  const binary = join(PROJECT_ROOT, "node_modules/.bin/anvil");
  const hardfork = args.includes("--hardfork") ? [] : ["--hardfork", "prague"];
  const child = startChild(binary, ["--port", "0", ...hardfork, ...args]);
  const port = await listening(child);
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.kill();
      await ended;
    },
  };
}

async function listening(child: Child): Promise<string> {
  let output = "";
  for await (const chunk of child.stdout) {
    output += String(chunk);
    const port = /Listening on [0-9.]+:([0-9]+)/.exec(output)?.[1];
    if (port !== undefined) return port;
  }
  throw new Error(`anvil ended: ${output}`);
}
