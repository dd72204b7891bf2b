import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import type { G1, G2 } from "../groth16/points.ts";
import { bigIntToBytesBE, bytesToBigIntBE, FIELD_ORDER } from "../shared/field.ts";
import type { Commitment } from "../shared/ids.ts";

/** Keeps commitments to accumulators apart from every other hash: keccak256 of a text. */
const DOMAIN = keccak_256(new TextEncoder().encode("disjoint/accumulator/v1"));

/** Words of 32 bytes, big-endian, in the order of EIP-197: c1 before c0. */
export const g1Words = ([x, y]: G1): bigint[] => [x, y];
export const g2Words = ([x, y]: G2): bigint[] => [x[1], x[0], y[1], y[0]];

const hash = (...parts: Uint8Array[]): Uint8Array => keccak_256(concatBytes(...parts));
const words = (values: readonly bigint[]): Uint8Array => concatBytes(...values.map((value) => bigIntToBytesBE(value)));
const toHex = (bytes: Uint8Array): string => `0x${bytesToHex(bytes)}`;
const toBytes = (id: string): Uint8Array => hexToBytes(id.slice(2));

/**
 * The id of powers of tau: keccak256 of [tau]_1 and [tau]_2, six words. It names the secret, not how many powers there
 * are.
 */
export const powersId = (tauG1: G1, tauG2: G2): string => toHex(hash(words([...g1Words(tauG1), ...g2Words(tauG2)])));

/**
 * The commitment of a shard with an accumulator: keccak256 of a domain, the id of the powers of tau, and the
 * accumulator, reduced to an element of the scalar field. The ledger computes the same.
 */
export const commitmentOf = (powers: string, accumulator: G1): Commitment =>
  (bytesToBigIntBE(hash(DOMAIN, toBytes(powers), words(g1Words(accumulator)))) % FIELD_ORDER) as Commitment;

/** The hash by which a chain knows the accumulator of a list: keccak256 of the id of the powers, and its four words. */
export const listAccumulatorHash = (powers: string, accumulator: G2): string =>
  toHex(hash(toBytes(powers), words(g2Words(accumulator))));
