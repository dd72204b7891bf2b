import type { DocumentReader } from "../../shared/document.ts";
import { parseSize } from "../../shared/format.ts";

/** In the place of a shard's schemes or a source's format: what `init` could not decide, and a person has to. */
export const UNDECIDED = "undecided" as const;

/** What fields of one configuration are read with. */
export type Context = {
  reader: DocumentReader;
  path(value: unknown, at: string): string;
  /** Fields that the first version of the configuration does not have. */
  since2(...names: string[]): string[];
  /** Whether the value is `UNDECIDED`, in which case its place is noted. */
  isUndecided(value: unknown, at: string): boolean;
};

/** The elements of a list that must not be empty. */
export function some<T>(
  reader: DocumentReader,
  value: unknown,
  at: string,
  read: (each: unknown, at: string) => T,
): T[] {
  const elements = reader.array(value, at);
  if (Array.isArray(value) && elements.length === 0) reader.refuse(at, "is empty");
  return elements.map((each, i) => read(each, `${at}[${i}]`));
}

/** Text for people, without control characters. */
export const line = (reader: DocumentReader, value: unknown, at: string): string =>
  reader.text(value, at, /^[^\p{Cc}\p{Cf}\p{Cs}]{1,512}$/u, "printable text in one line");

/** One of some names. */
export function oneOf<const T extends string>(
  reader: DocumentReader,
  value: unknown,
  at: string,
  choices: readonly T[],
): T {
  const choice = choices.find((known) => known === value);
  if (choice === undefined) reader.refuse(at, `is not one of ${choices.join(", ")}`);
  return choice ?? choices[0]!;
}

export function flag(reader: DocumentReader, value: unknown, at: string): boolean {
  if (typeof value !== "boolean") reader.refuse(at, "is not true or false");
  return value === true;
}

/** Bytes, from a text such as 512MiB. */
export function size(reader: DocumentReader, value: unknown, at: string): number {
  const bytes = typeof value === "string" ? parseSize(value) : undefined;
  if (bytes === undefined) reader.refuse(at, "is not a size such as 512MiB or 2GiB");
  return bytes ?? 0;
}
