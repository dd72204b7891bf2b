import { readFile } from "node:fs/promises";
import type { Run } from "./commands/definition.ts";
import { said } from "./outcome.ts";

/** The version of this program. */
export async function programVersion(): Promise<string> {
  const file = await readFile(new URL("../../package.json", import.meta.url), "utf8");
  return JSON.parse(file).version;
}

export const runVersion: Run = async () => said(await programVersion());
