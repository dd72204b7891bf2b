import { once } from "node:events";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { type Child, startChild } from "./child.ts";

export type Served = { url: string; stdout(): string; child: Child };

/** The command as its users run it, until the page is there. */
export async function explore(...args: string[]): Promise<Served> {
  const program = join(PROJECT_ROOT, "prover/cli/disjoint.ts");
  const child = startChild(process.execPath, [program, "explore", "--json", ...args]);
  let stdout = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  while (!stdout.includes("\n")) await Promise.race([once(child.stdout, "data"), once(child, "close")]);
  return { url: JSON.parse(stdout).url, stdout: () => stdout, child };
}

/** Its exit code after Ctrl-C. */
export async function endExplore({ child }: Served): Promise<number | null> {
  const closed = once(child, "close");
  child.kill("SIGINT");
  return (await closed)[0];
}
