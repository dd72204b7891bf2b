import { chainError } from "../../shared/errors.ts";
import { decodeBytes32String, getAddress, isHexString } from "../../shared/ethers.ts";
import { FIELD_ORDER } from "../../shared/field.ts";
import type { Commitment, ReleaseId } from "../../shared/ids.ts";

// Validates what nodes answer: each function returns a typed value, or throws `chain/bad-answer`.

export const badAnswer = (what: string, value: unknown) =>
  chainError("chain/bad-answer", `${what}: the node answers ${String(value).slice(0, 90)}`, "Use another node.");

const field = (value: unknown, name: string | number): unknown => (value as Record<string | number, unknown>)?.[name];

/** A number of pages or epochs. */
export function parseCount(value: unknown, what: string): number {
  if (typeof value !== "bigint" || value < 0n || value > 0xffffffffn) throw badAnswer(what, value);
  return Number(value);
}

export function parseBoolean(value: unknown, what: string): boolean {
  if (typeof value !== "boolean") throw badAnswer(what, value);
  return value;
}

/** A 256-bit word: one bit a page, the first page in the lowest bit. */
export function parseWord(value: unknown, what: string): bigint {
  if (typeof value !== "bigint" || value < 0n || value >> 256n !== 0n) throw badAnswer(what, value);
  return value;
}

export function parseAddress(value: unknown, what: string): string {
  if (!isHexString(value, 20)) throw badAnswer(what, value);
  return getAddress(value);
}

/**
 * A text of a struct, which holds whatever bytes a stranger sent: those that are not UTF-8 become U+FFFD. ethers throws
 * when such a text is read. The error has the bytes if it is read by its position, and not if by its name.
 */
export function parseText(struct: unknown, position: number, what: string): string {
  let value: unknown;
  try {
    value = (struct as unknown[])[position];
  } catch (error) {
    value = ((error as { error?: unknown }).error as { value?: unknown } | undefined)?.value;
  }
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  throw badAnswer(what, value);
}

/** The name of a scheme, or the 32 bytes themselves if they are not padded text: anyone may create a list. */
export function parseScheme(value: unknown, what: string): string {
  const bytes = parseHash(value, what);
  try {
    return decodeBytes32String(bytes);
  } catch {
    return bytes;
  }
}

export function parseHash(value: unknown, what: string): string {
  if (!isHexString(value, 32)) throw badAnswer(what, value);
  return value.toLowerCase();
}

const asList = (value: unknown, what: string): unknown[] => {
  if (!Array.isArray(value)) throw badAnswer(what, value);
  return [...value];
};

export const parseHashes = (value: unknown, what: string): string[] =>
  asList(value, what).map((each) => parseHash(each, what));

/** A commitment as it is registered. The contract accepts any word there, also one above the field order. */
const parseCommitment = (value: unknown, what: string): Commitment => parseWord(value, what) as Commitment;

export const parseCommitments = (value: unknown, what: string): Commitment[] =>
  asList(value, what).map((each) => parseCommitment(each, what));

/** Who registered a shard, and when: seconds since 1970. */
export type Registration = { vendor: string; time: number };

/** Null if no one has registered it (the contract answers with the zero address). */
export function parseRegistration(value: unknown, what: string): Registration | null {
  const vendor = parseAddress(field(value, "vendor"), `${what}, vendor`);
  const time = field(value, "time");
  if (typeof time !== "bigint" || time < 0n || time >> 48n !== 0n) throw badAnswer(`${what}, time`, time);
  return BigInt(vendor) === 0n ? null : { vendor, time: Number(time) };
}

/** A page of a list, as the contract stores it. */
export type PublishedPage = { digest: bigint; size: 16 | 256 };

export function parsePage(value: unknown, what: string): PublishedPage {
  const digest = field(value, "digest");
  const size = field(value, "size");
  if (typeof digest !== "bigint" || digest <= 0n || digest >= FIELD_ORDER) throw badAnswer(`${what}, digest`, digest);
  if (size === 16n) return { digest, size: 16 };
  if (size === 256n) return { digest, size: 256 };
  throw badAnswer(`${what}, size`, size);
}

/**
 * A release's status against a list. `lag`: pages of the current epoch that are not clean; `laggingRelease`,
 * `laggingShard`: the release, itself or an ancestor, with the fewest clean pages, and the commitment of that shard.
 */
export type ReleaseStatus = {
  cleanPages: number;
  cleanEpoch: number;
  currentEpoch: number;
  lag: number;
  laggingRelease: ReleaseId;
  laggingShard: Commitment;
};

export function parseReleaseStatus(value: unknown, what: string): ReleaseStatus {
  const part = (name: keyof ReleaseStatus) => parseCount(field(value, name), `${what}, ${name}`);
  return {
    cleanPages: part("cleanPages"),
    cleanEpoch: part("cleanEpoch"),
    currentEpoch: part("currentEpoch"),
    lag: part("lag"),
    laggingRelease: parseHash(field(value, "laggingRelease"), `${what}, laggingRelease`) as ReleaseId,
    laggingShard: parseCommitment(field(value, "laggingShard"), `${what}, laggingShard`),
  };
}

/** A shard's status against a list: how many pages, from the first on, it excludes. Epoch 0 means none. */
export type ShardStatus = { cleanPages: number; cleanEpoch: number; pageCount: number; currentEpoch: number };

export function parseShardStatus(value: unknown, what: string): ShardStatus {
  const part = (name: keyof ShardStatus) => parseCount(field(value, name), `${what}, ${name}`);
  return {
    cleanPages: part("cleanPages"),
    cleanEpoch: part("cleanEpoch"),
    pageCount: part("pageCount"),
    currentEpoch: part("currentEpoch"),
  };
}
