import { usageError } from "./errors.ts";
import { FIELD_ORDER } from "./field.ts";

declare const brand: unique symbol;

// Ids that cannot be mixed up: the brands exist for the compiler only.

/** The id of a list on a chain: 0x and 64 hexadecimal digits in lower case. */
export type ListId = string & { readonly [brand]: "ListId" };

/** The id of a release on a chain: 0x and 64 hexadecimal digits in lower case. */
export type ReleaseId = string & { readonly [brand]: "ReleaseId" };

/** The id of a circuit, a digest of its verification key: 0x and 64 hexadecimal digits in lower case. */
export type CircuitId = string & { readonly [brand]: "CircuitId" };

/** The commitment to a shard, Poseidon(root, bucketBits, salt): a field element. */
export type Commitment = bigint & { readonly [brand]: "Commitment" };

/**
 * The id of a list from its text, in lower case.
 *
 * @throws usage `chain/bad-id` unless `list` is 0x and 64 hexadecimal digits
 * @example
 * const list = toListId(`0x${"12".repeat(32)}`);
 * console.log(list.length); // 66
 */
export const toListId = (list: string): ListId => toHex(list, "list") as ListId;

/**
 * The id of a release from its text, in lower case.
 *
 * @throws usage `chain/bad-id` unless `release` is 0x and 64 hexadecimal digits
 * @example
 * const release = toReleaseId(`0x${"AB".repeat(32)}`);
 * console.log(release.startsWith("0xabab")); // true
 */
export const toReleaseId = (release: string): ReleaseId => toHex(release, "release") as ReleaseId;

/**
 * The id of a circuit from its text, in lower case.
 *
 * @throws usage `chain/bad-id` unless `circuitId` is 0x and 64 hexadecimal digits
 * @example
 * const circuits = await readPinnedCircuits();
 * const pinned = circuits.find(({ circuitId }) => circuitId === toCircuitId(`0x${"12".repeat(32)}`));
 * console.log(pinned === undefined); // true
 */
export const toCircuitId = (circuitId: string): CircuitId => toHex(circuitId, "circuitId") as CircuitId;

/**
 * The commitment to a shard from a number or a canonical decimal, as manifests and bundles have it.
 *
 * @throws usage `chain/bad-id` unless `commitment` is from 0 to the field order, exclusive
 * @example
 * console.log(toCommitment("42") === toCommitment(42n)); // true
 */
export function toCommitment(commitment: bigint | string): Commitment {
  const isWritten = typeof commitment === "bigint" || /^(0|[1-9][0-9]{0,77})$/.test(commitment);
  const value = isWritten ? BigInt(commitment) : -1n;
  if (value >= 0n && value < FIELD_ORDER) return value as Commitment;
  throw badId(commitment, "commitment", "a decimal below the field order");
}

function toHex(text: string, parameter: string): string {
  if (/^0x[0-9a-f]{64}$/i.test(text)) return text.toLowerCase();
  throw badId(text, parameter, "0x and 64 hexadecimal digits");
}

const badId = (value: unknown, parameter: string, form: string) =>
  usageError("chain/bad-id", `${parameter}: ${String(value).slice(0, 90)} is not an id`, `Pass ${form}.`);
