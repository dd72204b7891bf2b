import { appendFile, readFile, truncate } from "node:fs/promises";
import { chainError, dataError } from "../../shared/errors.ts";
import { writeFileAtomic } from "../../shared/files.ts";

const FORMAT = "disjoint/chain-journal/v1";

/** The first line. `genesis`: the time of the first block, in seconds since 1970. */
type Head = { format: typeof FORMAT; genesis: number };

/**
 * A transaction that the chain accepted. `raw`: signed, in RLP; `time`: of its block, in seconds since 1970; `block`:
 * the block's hash.
 */
type JournalEntry = { raw: string; time: number; block: string };

export type Journal = { genesis: number; entries: JournalEntry[]; append(entry: JournalEntry): Promise<void> };

/**
 * Opens the journal of an embedded chain, or starts one. A last line without a line feed was left by a killed process;
 * it is removed, because nothing can have depended on its transaction.
 *
 * @param path of a file of JSON lines: the head, then one entry a line
 * @throws data `chain/bad-journal`; append throws chain `chain/journal-busy` when another process wrote meanwhile
 */
export async function openJournal(path: string): Promise<Journal> {
  const text = await readOrStart(path);
  const complete = text.slice(0, text.lastIndexOf("\n") + 1);
  let size = Buffer.byteLength(complete);
  if (size < Buffer.byteLength(text)) await truncate(path, size);
  const [head, ...entries] = complete
    .split("\n")
    .slice(0, -1)
    .map((line, i) => parseLine(line, i, path));
  if (!isHead(head) || !entries.every(isEntry)) throw badJournal(path, "it is not of this version");
  return {
    genesis: head.genesis,
    entries,
    async append(entry) {
      if ((await readFile(path)).length !== size) {
        throw chainError(
          "chain/journal-busy",
          `${path} was written by another process in the meantime`,
          "Run one command at a time on an embedded chain.",
        );
      }
      const line = `${JSON.stringify(entry)}\n`;
      await appendFile(path, line);
      size += Buffer.byteLength(line);
    },
  };
}

async function readOrStart(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    const head: Head = { format: FORMAT, genesis: Math.floor(Date.now() / 1000) };
    const text = `${JSON.stringify(head)}\n`;
    await writeFileAtomic(path, text);
    return text;
  }
}

function parseLine(line: string, index: number, path: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw badJournal(path, `line ${index + 1} is no JSON`);
  }
}

const isHead = (value: unknown): value is Head =>
  (value as Head)?.format === FORMAT && Number.isSafeInteger((value as Head).genesis);

const isEntry = (value: unknown): value is JournalEntry => {
  const { raw, time, block } = (value ?? {}) as JournalEntry;
  return /^0x[0-9a-f]+$/.test(raw) && Number.isSafeInteger(time) && /^0x[0-9a-f]{64}$/.test(block);
};

export const badJournal = (path: string, problem: string) =>
  dataError("chain/bad-journal", `${path}: ${problem}`, "Remove the state folder to start the embedded chain again.");
