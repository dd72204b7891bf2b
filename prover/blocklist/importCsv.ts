import { CsvError, parse } from "csv-parse/sync";
import type { Scheme } from "../fingerprint/scheme.ts";
import { dataError } from "../shared/errors.ts";
import { decodeList } from "./decode.ts";
import { readDigestLine, refuseOtherAlgorithm } from "./digestLine.ts";
import type { Entry } from "./entry.ts";
import { atLine, entriesOfWork, entryOf, nonEmpty } from "./lines.ts";

/** Columns that hold a digest or, for schemes without digests, the work itself. The scheme's own counts, else the first that is there. */
const VALUE_COLUMNS = ["hash", "digest", "sha256", "sha1", "md5", "url", "domain", "value"];

/** Columns that say more of the entry; together they are its label. */
const LABEL_COLUMNS = ["label", "title", "reason", "source", "path"];

/**
 * Entries of a CSV file whose first line names its columns: one of hash, digest, sha256, sha1, md5, url, domain, value; and
 * label, title, reason, source, path if wanted. A column algorithm must name that of the list. Other columns are not read.
 * A first line of `#TYPE`, as PowerShell's `Export-Csv` writes it, is passed over.
 *
 * @throws data `blocklist/bad-csv`, `blocklist/bad-line`, `blocklist/not-utf8`, `blocklist/empty`
 */
export function importCsv(bytes: Uint8Array, scheme: Scheme, what: string): Entry[] {
  const [header = [], ...records] = parseRecords(decodeList(bytes, what), what);
  const columns = header.map((name) => name.trim().toLowerCase());
  const value = [scheme.name, ...VALUE_COLUMNS].find((name) => columns.includes(name));
  if (value === undefined) throw badCsv(what, `has none of the columns ${VALUE_COLUMNS.join(", ")}`);
  const labels = LABEL_COLUMNS.filter((name) => columns.includes(name)).map((name) => columns.indexOf(name));
  const algorithm = columns.indexOf("algorithm");
  const entries = records.flatMap((record, i) => {
    const text = record[columns.indexOf(value)]!.trim();
    const label = labels.flatMap((column) => record[column]!.trim() || []).join("; ");
    try {
      if (scheme.digestBytes === undefined) return entriesOfWork(scheme, Buffer.from(text, "utf8"), label);
      if (algorithm !== -1) refuseOtherAlgorithm(scheme, record[algorithm]!.trim(), label || text);
      const read = readDigestLine(scheme, text);
      return [entryOf(scheme, read.digest, label || read.label)];
    } catch (error) {
      throw atLine(error, what, i + 2);
    }
  });
  return nonEmpty(entries, what);
}

function parseRecords(text: string, what: string): string[][] {
  try {
    const content = text.replace(/^#TYPE .*\r?\n/, "");
    return parse(content, { record_delimiter: text.includes("\n") ? ["\r\n", "\n"] : ["\r"], skip_empty_lines: true });
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw badCsv(what, `line ${error.lines}: ${error.code.toLowerCase().replaceAll("_", " ")}`);
  }
}

const badCsv = (what: string, problem: string) =>
  dataError(
    "blocklist/bad-csv",
    `${what}: ${problem}`,
    "Write it as RFC 4180 says, the columns named in the first line.",
  );
