import type { Source } from "../../source/records/row.ts";
import { readSome } from "../../source/sample.ts";
import { judge } from "./judge.ts";

/** What the lines of a text file are: addresses, a work together, or not to be told. */
export type Lines = "addresses" | "document" | undefined;

/** Lines that are looked at, and bytes up to which a file is taken for one document. */
const LINES = 400;
const DOCUMENT_BYTES = 1 << 20;

/** The first line of a mail: the name of a header field (RFC 5322), or the line that mailboxes put before it. */
const MAIL = /^(From \S|(From|To|Cc|Subject|Date|Message-ID|Received|Return-Path|Reply-To|MIME-Version|X-[\w-]+): )/i;

/** Lines of a document that is broken by hand are about as long as each other, and end anywhere. */
const BROKEN_FROM = 40;
const BROKEN_TO = 100;

/**
 * Judges a file of text. A line may be a work, and so may the file: only addresses, mails and broken paragraphs
 * decide it.
 *
 * @throws data `source/...`
 */
export async function judgeLines(source: Source): Promise<Lines> {
  const values: Uint8Array[] = [];
  const isWhole = await readSome(source, [undefined], { records: LINES, bytes: DOCUMENT_BYTES }, (row) => {
    if ("bad" in row) return 0;
    values.push(row.values[0] as Uint8Array);
    return values.at(-1)!.length;
  });
  if (judge(undefined, values) === "url") return "addresses";
  const lines = values.map((value) => Buffer.from(value).toString("utf8").trimEnd());
  const isSmall = isWhole && source.compression === "none" && source.size <= DOCUMENT_BYTES;
  return isSmall && (isMail(lines) || isBroken(lines)) ? "document" : undefined;
}

/** Header fields, a blank line, and a body; only one of them, for a mailbox holds many works. */
function isMail(lines: readonly string[]): boolean {
  const blank = lines.indexOf("");
  return MAIL.test(lines[0] ?? "") && blank > 0 && lines.filter((line) => /^From \S/.test(line)).length <= 1;
}

/** Paragraphs of lines that break in the midst of sentences: what follows goes on in small letters. */
function isBroken(lines: readonly string[]): boolean {
  const inside = lines.filter((line, i) => line !== "" && i + 1 < lines.length && lines[i + 1] !== "");
  const open = lines.filter(
    (line, i) => line.length >= BROKEN_FROM && /[\p{L},]$/u.test(line) && /^\p{Ll}/u.test(lines[i + 1] ?? ""),
  );
  return inside.length > 2 && lines.every((line) => line.length <= BROKEN_TO) && open.length >= inside.length / 2;
}
