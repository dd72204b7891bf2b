import type { Scheme } from "../fingerprint/scheme.ts";
import { dataError } from "../shared/errors.ts";
import { Separated, SeparatedFault } from "../source/formats/csv/parser.ts";
import { decodeList } from "./decode.ts";
import { readDigestLine, refuseOtherAlgorithm } from "./digestLine.ts";
import type { BlocklistEntry } from "./entry.ts";
import { atLine, entriesOfWork, entryOf, nonEmpty } from "./lines.ts";

/**
 * Columns that hold a digest or, for schemes without digests, the work itself. The scheme's own column takes
 * precedence, then the first one present.
 */
const DIGEST_COLUMNS = ["hash", "digest", "sha256", "sha1", "md5", "value"];
const WORK_COLUMNS = ["url", "domain", "value"];

/** Columns that describe the entry; together they are its label. */
const LABEL_COLUMNS = ["label", "title", "reason", "source", "path"];

/**
 * Entries of a CSV file whose first line names its columns. A work is in the column with the name of the scheme, or in
 * hash, digest, sha256, sha1, md5, value (digests) or url, domain, value (works). Optional columns are label, title,
 * reason, source and path. A column algorithm must name the algorithm of the list. Other columns are ignored, and so is
 * a first line of `#TYPE`, as PowerShell's `Export-Csv` writes it.
 *
 * @throws data `blocklist/bad-csv`, `blocklist/bad-line`, `blocklist/not-utf8`, `blocklist/empty`
 */
export function importCsv(bytes: Uint8Array, scheme: Scheme, what: string): BlocklistEntry[] {
  const [header = [], ...records] = parseRecords(decodeList(bytes, what), what);
  const columns = header.map((name) => name.trim().toLowerCase());
  const known = [scheme.name, ...(scheme.digestBytes === undefined ? WORK_COLUMNS : DIGEST_COLUMNS)];
  const value = known.find((name) => columns.includes(name));
  if (value === undefined) throw badCsv(what, `has none of the columns ${known.join(", ")}`);
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

/** The records except empty lines. All must be as wide as the first. */
function parseRecords(text: string, what: string): string[][] {
  const content = Buffer.from(text.replace(/^#TYPE .*\r?\n/, ""));
  const separated = new Separated({ delimiter: 0x2c, quotes: true, limit: content.length });
  const records: string[][] = [];
  try {
    for (const chunk of [content, undefined])
      for (const { values, width, fault } of separated.records(chunk)) {
        if (width === 1 && values[0]!.length === 0) continue;
        if (fault !== undefined) throw badCsv(what, `record ${records.length + 1}: ${fault.replace("-", " ")}`);
        const expected = records[0]?.length ?? width;
        if (width !== expected)
          throw badCsv(what, `record ${records.length + 1} has ${width} columns, the first line ${expected}`);
        records.push(values.map((value) => value.toString("utf8")));
      }
  } catch (error) {
    if (!(error instanceof SeparatedFault)) throw error;
    throw badCsv(what, `record ${records.length + 1}: ${error.message}`);
  }
  return records;
}

const badCsv = (what: string, problem: string) =>
  dataError(
    "blocklist/bad-csv",
    `${what}: ${problem}`,
    "Write it as RFC 4180 says, the columns named in the first line.",
  );
