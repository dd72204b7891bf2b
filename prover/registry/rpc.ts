import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { chainError } from "../shared/errors.ts";

/**
 * Sends one JSON-RPC request to a node and gives its result; anything it throws is the node's failure. In a browser:
 * a `fetch` of the node's address.
 */
export type AskNode = (method: string, params: readonly unknown[]) => Promise<unknown>;

/** An argument of a view: an id or an address as 0x and digits, or a number. */
type Argument = string | number | bigint;

const WORD = 64;

const wordOf = (argument: Argument): string =>
  (typeof argument === "string" && argument.startsWith("0x") ? BigInt(argument) : BigInt(argument))
    .toString(16)
    .padStart(WORD, "0");

const selectorOf = (signature: string): string => bytesToHex(keccak_256(utf8ToBytes(signature))).slice(0, 8);

/**
 * Calls a view whose arguments and results are words of 32 bytes, in the state after a block.
 *
 * @param signature such as `pageCount(bytes32)`
 * @returns the words of the result; undefined if the contract refuses
 * @throws chain `chain/bad-answer`
 */
export async function callView(
  ask: AskNode,
  to: string,
  signature: string,
  args: readonly Argument[],
  block: string,
): Promise<bigint[] | undefined> {
  const data = `0x${selectorOf(signature)}${args.map(wordOf).join("")}`;
  const result = await ask("eth_call", [{ to, data }, block]).catch((error: unknown) => {
    if (isRevert(error)) return undefined;
    throw error;
  });
  if (result === undefined) return undefined;
  if (typeof result !== "string" || !/^0x([0-9a-f]{64})+$/i.test(result)) throw badAnswer(signature, result);
  return Array.from({ length: (result.length - 2) / WORD }, (_, i) =>
    BigInt(`0x${result.slice(2 + WORD * i, 2 + WORD * (i + 1))}`),
  );
}

/** Nodes use code 3, or say that a call was reverted. */
const isRevert = (error: unknown): boolean =>
  (error as { code?: unknown } | null)?.code === 3 || /revert/i.test(String((error as Error | null)?.message));

/** A node gave an answer that is none. */
export const badAnswer = (what: string, value: unknown) =>
  chainError("chain/bad-answer", `${what}: the node answers ${String(value).slice(0, 90)}`, "Use another node.");
