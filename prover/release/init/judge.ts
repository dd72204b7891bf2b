import { isUtf8 } from "node:buffer";

/**
 * The kind of a field's values. `text`: works or parts of works; `bytes`: works that are not text; `encoded`: may hold
 * a work in an encoding (base64, JSON in a string, markup); `label`: identifiers, dates, class names; `empty`: nothing.
 */
export type Judgement = "text" | "url" | "repo" | "bytes" | "encoded" | "label" | "empty";

/** Common names of fields with works, regardless of the values. */
const WORK_NAME =
  /^(text|content|contents|body|article|document|markdown|code|source_code|html|caption|captions|txt|prompt|completion|response|instruction|input|output|question|answer|summary|abstract|description|story|message|transcript|lyrics|review|chosen|rejected|value)$/i;

const ID_NAME = /(^|[._-])(id|ids|uuid|guid|key|hash|sha1|sha256|md5|etag|index)$|[a-z](Id|ID|Key|Hash)$/;
const REPO_NAME = /repo|repository|owner|full_name/i;

/** The share of values of a kind from which on a field is of that kind. */
const MOSTLY = 0.9;
/** The number of words from which on a value is no label. */
const SENTENCE_WORDS = 3;
/** A value with this many words is no identifier, regardless of the field's name. */
const LONG_WORDS = 8;
/** The length in characters or bytes from which on a value without a space is no label. */
const LONG = 64;
/** How many values are needed to tell class names from different short texts. */
const MANY = 20;

const WORD = /[\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Khmr}\p{sc=Laoo}\p{sc=Mymr}]|\p{L}[\p{L}\p{M}'’]*/gu;

/** Judges a field by the last name of its path and a sample of its values. */
export function judge(path: string | undefined, values: readonly Uint8Array[]): Judgement {
  const given = values.filter((value) => value.length > 0);
  const name = path?.split(".").at(-1)?.replaceAll("[]", "") ?? "";
  const isWork = WORK_NAME.test(name);
  if (given.length === 0) return isWork ? "text" : "empty";
  if (!given.every((value) => isUtf8(value))) return given.some(({ length }) => length > LONG) ? "bytes" : "label";
  const texts = given.map((value) => Buffer.from(value).toString("utf8").trim());
  const mostly = (pattern: RegExp) => texts.filter((text) => pattern.test(text)).length >= MOSTLY * texts.length;
  if (mostly(/^https?:\/\/\S+$/i)) return "url";
  if (REPO_NAME.test(name) && mostly(/^[\w.-]+(\/[\w.-]+)?$/)) return "repo";
  if (texts.some(isEncoded) || mostly(/^<[!?a-z][^>]*>/i)) return "encoded";
  const words = texts.map((text) => text.match(WORD)?.length ?? 0).sort((a, b) => a - b);
  const most = words.at(-1)!;
  if (ID_NAME.test(name) && most < LONG_WORDS) return "label";
  if (isWork) return "text";
  if (isClass(texts)) return "label";
  const middle = words[words.length >> 1]!;
  return middle >= SENTENCE_WORDS || most >= LONG_WORDS || texts.some(isLong) ? "text" : "label";
}

/** Whether values are class names: few different ones, all short, each occurring often. */
const isClass = (texts: readonly string[]): boolean =>
  texts.length >= MANY && new Set(texts).size <= texts.length / 4 && texts.every((text) => text.length < LONG);

const isLong = (text: string): boolean => text.length > LONG && !/^[\w:./+-]+$/.test(text);

/** Whether a value is long base64, a data URL, or a JSON document in a string. */
function isEncoded(text: string): boolean {
  if (/^data:[a-z]+\/[\w.+-]+[;,]/i.test(text)) return true;
  if (text.length > 2 * LONG && /^[A-Za-z0-9+/_-]+={0,2}$/.test(text)) return true;
  if (!/^(\[.*\]|\{.*\})$/s.test(text)) return false;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null && JSON.stringify(value).includes('"');
  } catch {
    return false;
  }
}
