import { decodeName, TarFault } from "./header.ts";

/** Extended headers: fields of the next member, or of all following ones. Keys may occur again, in order. */
export type PaxRecords = { key: string; value: Buffer }[];

/**
 * The records of an extended header: "LENGTH KEY=VALUE\n", where the length counts the whole record (POSIX.1-2001,
 * pax).
 *
 * @throws TarFault when the records do not fill the header exactly
 */
export function parsePax(content: Uint8Array): PaxRecords {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  const records: PaxRecords = [];
  for (let at = 0; at < bytes.length; ) {
    const blank = bytes.indexOf(0x20, at);
    const length = blank === -1 ? "" : bytes.toString("latin1", at, Math.min(blank, at + 20));
    const end = at + Number(length);
    if (!/^[1-9][0-9]*$/.test(length) || end > bytes.length || bytes[end - 1] !== 0x0a)
      throw new TarFault("an extended header's records have wrong lengths");
    const equals = bytes.indexOf(0x3d, blank + 1);
    if (equals === -1 || equals >= end) throw new TarFault("a record of an extended header has no value");
    records.push({ key: bytes.toString("latin1", blank + 1, equals), value: bytes.subarray(equals + 1, end - 1) });
    at = end;
  }
  return records;
}

/** The last value of a key. An empty value cancels that of a global header. */
export function paxValue(records: PaxRecords, key: string): string | undefined {
  const value = records.findLast((record) => record.key === key)?.value;
  return value === undefined || value.length === 0 ? undefined : decodeName(value);
}

/**
 * The integer value of a key.
 *
 * @throws TarFault for another value
 */
export function paxNumber(records: PaxRecords, key: string): number | undefined {
  const value = paxValue(records, key);
  if (value === undefined) return undefined;
  return wholeNumber(value, key);
}

/** @throws TarFault */
export function wholeNumber(text: string, what: string): number {
  const value = Number(text);
  if (/^[0-9]+$/.test(text) && Number.isSafeInteger(value)) return value;
  throw new TarFault(`${what} is ${JSON.stringify(text.slice(0, 40))}, not a whole number`);
}
