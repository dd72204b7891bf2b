import { chainError } from "../../shared/errors.ts";
import { getAddress, isHexString } from "../../shared/ethers.ts";
import { FIELD_ORDER } from "../../shared/field.ts";

// The border to the chain: whatever a node answers becomes a value of ours here, or an error.

export const badAnswer = (what: string, value: unknown) =>
  chainError("chain/bad-answer", `${what}: the node answers ${String(value).slice(0, 90)}`, "Ask another node.");

const field = (value: unknown, name: string | number): unknown => (value as Record<string | number, unknown>)?.[name];

/** A number of pages or of epochs. */
export function parseCount(value: unknown, what: string): number {
  if (typeof value !== "bigint" || value < 0n || value > 0xffffffffn) throw badAnswer(what, value);
  return Number(value);
}

export function parseBoolean(value: unknown, what: string): boolean {
  if (typeof value !== "boolean") throw badAnswer(what, value);
  return value;
}

/** 256 acceptances, the lowest bit first. */
export function parseWord(value: unknown, what: string): bigint {
  if (typeof value !== "bigint" || value < 0n || value >> 256n !== 0n) throw badAnswer(what, value);
  return value;
}

export function parseAddress(value: unknown, what: string): string {
  if (!isHexString(value, 20)) throw badAnswer(what, value);
  return getAddress(value);
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

export const parseWords = (value: unknown, what: string): bigint[] =>
  asList(value, what).map((each) => parseWord(each, what));

/** Who registered a shard, and when: seconds since 1970. */
export type Registration = { vendor: string; time: number };

/** Null for the zero address, which is nobody. */
export function parseRegistration(value: unknown, what: string): Registration | null {
  const vendor = parseAddress(field(value, "vendor"), `${what}, vendor`);
  const time = field(value, "time");
  if (typeof time !== "bigint" || time < 0n || time >> 48n !== 0n) throw badAnswer(`${what}, time`, time);
  return BigInt(vendor) === 0n ? null : { vendor, time: Number(time) };
}

/** A page as the chain has it. */
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
 * The status of a release against a list. `lag`: pages of the current epoch that are not clean; `laggingRelease`,
 * `laggingShard`: the release, itself or an ancestor, with the fewest clean pages, and the commitment of that shard.
 */
export type ReleaseStatus = {
  cleanPages: number;
  cleanEpoch: number;
  currentEpoch: number;
  lag: number;
  laggingRelease: string;
  laggingShard: bigint;
};

export function parseReleaseStatus(value: unknown, what: string): ReleaseStatus {
  const part = (name: keyof ReleaseStatus) => parseCount(field(value, name), `${what}, ${name}`);
  return {
    cleanPages: part("cleanPages"),
    cleanEpoch: part("cleanEpoch"),
    currentEpoch: part("currentEpoch"),
    lag: part("lag"),
    laggingRelease: parseHash(field(value, "laggingRelease"), `${what}, laggingRelease`),
    laggingShard: parseWord(field(value, "laggingShard"), `${what}, laggingShard`),
  };
}

/** One shard against one list: pages are counted from the first on; epoch 0 is none. */
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
