import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { ArchiveFiles } from "../../evidence/car.ts";
import { DisjointError, dataError } from "../../shared/errors.ts";
import { readInput } from "../../shared/files.ts";
import { type Json, parseJson } from "../../shared/json.ts";
import { reasonOf } from "../../shared/storage.ts";
import type { Values } from "../commands/definition.ts";
import type { Outcome } from "../outcome.ts";

/**
 * What `disjoint verify` was given: one file, as bytes and, where it is strict JSON, as a document; or a folder's files
 * by name. `rest` are the further arguments.
 */
export type Input = { path: string; rest: string[]; bytes: Uint8Array; document?: Json; folder?: ArchiveFiles };

/**
 * One kind of file that can be verified: how it is known by its content, and how it is checked, `alone` or with others.
 * `takes`: the options that mean something for it; any other would be a policy that nobody enforces.
 */
export type Kind = {
  what: string;
  alone: boolean;
  takes: readonly string[];
  is(input: Input): boolean;
  verify(input: Input, values: Values): Promise<Outcome>;
};

const HINT = "Pass a file or folder that Disjoint wrote.";

/** @throws data `verify/not-found` */
export async function readWhatIsVerified(path: string, rest: string[]): Promise<Input> {
  const entry = await stat(path).catch((cause) => {
    throw dataError("verify/not-found", `${path} cannot be read: ${reasonOf(cause)}`, HINT, cause);
  });
  if (entry.isDirectory()) return { path, rest, bytes: new Uint8Array(), folder: await filesIn(path) };
  const bytes = await readInput(path, "verify/not-found", HINT);
  const document = documentIn(bytes);
  return { path, rest, bytes, ...(document !== undefined && { document }) };
}

/** Whether the document says itself that it is of this format. */
export const hasFormat = ({ document }: Input, format: string): boolean => fieldOf(document, "format") === format;

export const fieldOf = (document: Json | undefined, name: string): unknown =>
  typeof document === "object" && document !== null && Object.hasOwn(document, name)
    ? (document as Record<string, unknown>)[name]
    : undefined;

/** @returns undefined for what is no strict JSON */
export function documentIn(bytes: Uint8Array): Json | undefined {
  try {
    return parseJson(bytes, "the file");
  } catch (error) {
    if (error instanceof DisjointError) return undefined;
    throw error;
  }
}

/** The files of a flat folder; a folder inside is taken for a file without content, which no format has. */
async function filesIn(folder: string): Promise<ArchiveFiles> {
  const entries = await readdir(folder, { withFileTypes: true });
  const read = entries.map(async (entry) => {
    const bytes = entry.isFile()
      ? await readInput(join(folder, entry.name), "verify/not-found", HINT)
      : new Uint8Array();
    return [entry.name, bytes] as const;
  });
  return new Map(await Promise.all(read));
}
