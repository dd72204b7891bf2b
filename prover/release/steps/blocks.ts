import { appendFile, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Deployment } from "../../chain/deployment/document.ts";
import type { Config } from "../config/config.ts";

/** A number a line, appended when its transaction was seen. Lost or damaged, it only costs a search. */
const blocksFile = ({ output }: Config, { ledger }: Deployment): string =>
  join(output, `blocks-${ledger.toLowerCase()}.txt`);

/** Numbers of blocks that have transactions from this output folder to a deployment, as far as they were noted. */
export async function knownBlocks(config: Config, deployment: Deployment): Promise<number[]> {
  const text = await readFile(blocksFile(config, deployment), "utf8").catch(() => "");
  const lines = text.split("\n").filter((line) => /^[0-9]{1,15}$/.test(line));
  return [...new Set(lines.map(Number))];
}

/** Notes further ones. */
export async function noteBlocks(config: Config, deployment: Deployment, blocks: readonly number[]): Promise<void> {
  const known = new Set(await knownBlocks(config, deployment));
  const lines = blocks.filter((block) => !known.has(block)).map((block) => `${block}\n`);
  if (lines.length > 0) await appendFile(blocksFile(config, deployment), lines.join(""));
}
