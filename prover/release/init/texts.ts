import type { Source } from "../../source/records/row.ts";
import { readSome } from "../../source/sample.ts";
import { judge } from "./judge.ts";

/** What the lines of a text file are: addresses, one work, or undecided. */
type Lines = "addresses" | "document" | undefined;

/** How many lines are sampled, and up to how many bytes a file may be one document. */
const LINES = 400;
const DOCUMENT_BYTES = 1 << 20;

/** The first line of a mail: a header field (RFC 5322), or the line that mailboxes put before it. */
const MAIL = /^(From \S|(From|To|Cc|Subject|Date|Message-ID|Received|Return-Path|Reply-To|MIME-Version|X-[\w-]+): )/i;

/** The lines of a hard-wrapped document have similar lengths and end in the middle of sentences. */
const BROKEN_FROM = 40;
const BROKEN_TO = 100;

/**
 * Judges a text file. Each line may be a work, or the whole file: only addresses, mails and hard-wrapped paragraphs
 * decide that.
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

/** Header fields, a blank line, and a body; exactly one mail, because a mailbox holds many works. */
function isMail(lines: readonly string[]): boolean {
  const blank = lines.indexOf("");
  return MAIL.test(lines[0] ?? "") && blank > 0 && lines.filter((line) => /^From \S/.test(line)).length <= 1;
}

/** Paragraphs whose lines break in the middle of sentences: the next line continues in lower case. */
function isBroken(lines: readonly string[]): boolean {
  const inside = lines.filter((line, i) => line !== "" && i + 1 < lines.length && lines[i + 1] !== "");
  const open = lines.filter(
    (line, i) => line.length >= BROKEN_FROM && /[\p{L},]$/u.test(line) && /^\p{Ll}/u.test(lines[i + 1] ?? ""),
  );
  return inside.length > 2 && lines.every((line) => line.length <= BROKEN_TO) && open.length >= inside.length / 2;
}
