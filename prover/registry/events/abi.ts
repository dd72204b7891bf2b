import { badAnswer } from "../rpc.ts";

/**
 * How a type of Solidity's ABI is read (https://docs.soliditylang.org/en/latest/abi-spec.html). `size`: bytes in the
 * head. A dynamic value has its offset in the head, counted from the start of the values around it.
 */
export type AbiType<T> = { isDynamic: boolean; size: number; read(data: Uint8Array, at: number): T };

const WORD = 32;

/** The number in a word. */
function numberAt(data: Uint8Array, at: number): bigint {
  if (at < 0 || at + WORD > data.length) throw badData("ends early");
  let value = 0n;
  for (let i = at; i < at + WORD; i++) value = (value << 8n) | BigInt(data[i]!);
  return value;
}

/** An offset or a length: none is larger than the data. */
function placeAt(data: Uint8Array, at: number): number {
  const value = numberAt(data, at);
  if (value > BigInt(data.length)) throw badData("has an offset or a length outside of it");
  return Number(value);
}

/** Any value of one word. */
export const word: AbiType<bigint> = { isDynamic: false, size: WORD, read: numberAt };

/** A text: bytes that are not UTF-8 become U+FFFD, as strangers may send any. */
export const text: AbiType<string> = {
  isDynamic: true,
  size: WORD,
  read(data, at) {
    const length = placeAt(data, at);
    const start = at + WORD;
    if (start + length > data.length) throw badData("ends early");
    return toText(data.subarray(start, start + length));
  },
};

/** A dynamic value that nobody needs. */
export const ignored: AbiType<null> = { isDynamic: true, size: WORD, read: () => null };

/** An array of any length. */
export const listOf = <T>(item: AbiType<T>): AbiType<T[]> => ({
  isDynamic: true,
  size: WORD,
  read(data, at) {
    const length = placeAt(data, at);
    const start = at + WORD;
    if (start + length * item.size > data.length) throw badData("ends early");
    return Array.from({ length }, (_, i) => readItem(item, data, start, start + i * item.size));
  },
});

/** An array of a length that its type fixes, of values of one word. */
export const words = (length: number): AbiType<bigint[]> => ({
  isDynamic: false,
  size: length * WORD,
  read: (data, at) => Array.from({ length }, (_, i) => numberAt(data, at + i * WORD)),
});

type Fields = Record<string, AbiType<unknown>>;

/** The value that a type reads. */
export type Read<A> = A extends AbiType<infer T> ? T : never;

/** A struct, or the arguments of an event. */
export function struct<F extends Fields>(fields: F): AbiType<{ [K in keyof F]: Read<F[K]> }> {
  const entries = Object.entries(fields);
  const isDynamic = entries.some(([, type]) => type.isDynamic);
  const headSize = entries.reduce((sum, [, { size }]) => sum + size, 0);
  return {
    isDynamic,
    size: isDynamic ? WORD : headSize,
    read(data, at) {
      let place = at;
      const values = entries.map(([name, type]) => {
        const value = readItem(type, data, at, place);
        place += type.size;
        return [name, value];
      });
      return Object.fromEntries(values) as { [K in keyof F]: Read<F[K]> };
    },
  };
}

/** A value in the head at `place`, of values that start at `start`. */
const readItem = <T>(type: AbiType<T>, data: Uint8Array, start: number, place: number): T =>
  type.read(data, type.isDynamic ? start + placeAt(data, place) : place);

const STRICT = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function toText(bytes: Uint8Array): string {
  try {
    return STRICT.decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}

const badData = (problem: string) => badAnswer("events", `one whose data ${problem}`);
