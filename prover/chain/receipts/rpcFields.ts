import { badAnswer } from "../../rpc/node/decode.ts";

/** An object of JSON-RPC. */
export type Answer = Record<string, unknown>;

/** Bytes as hexadecimal text, for RLP. */
export function asBytes(value: unknown, what: string): string {
  if (typeof value === "string" && /^0x([0-9a-fA-F]{2})*$/.test(value)) return value;
  throw badAnswer(what, value);
}

/** A number for RLP: big-endian without leading zeros, empty for 0. In lower case, because nodes differ in that. */
export function asQuantity(value: unknown, what: string): string {
  if (typeof value !== "string" || !/^0x[0-9a-fA-F]{1,64}$/.test(value)) throw badAnswer(what, value);
  const digits = value.slice(2).toLowerCase().replace(/^0+/, "");
  return `0x${digits.length % 2 === 1 ? "0" : ""}${digits}`;
}
