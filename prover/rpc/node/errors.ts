import type { ErrorDescription, Interface } from "ethers";
import { CONTRACTS as CONTRACT_ERRORS } from "../../shared/errors/catalogue/contracts.ts";
import type { ContractErrorCode } from "../../shared/errors/codes.ts";
import { chainError, DisjointError } from "../../shared/errors.ts";
import { isError } from "../../shared/ethers.ts";
import { CONTRACT_NAMES, compiled } from "./artifacts.ts";
import { hasNoFunds, isRateLimited, NodeError } from "./nodeError.ts";

/** AlreadyAccepted -> already-accepted, ERC721InvalidOwner -> erc721-invalid-owner: the end of an error code. */
export const kebab = (name: string): string =>
  name.replace(/(?<=[a-z0-9])[A-Z]|(?<!^)[A-Z](?=[a-z])/g, (letter) => `-${letter}`).toLowerCase();

/** The code of a contract's error; the catalogue has every one that the contracts' ABIs have. */
const codeOf = (name: string): ContractErrorCode => `chain/${kebab(name)}` as ContractErrorCode;

/** The contract's error behind a DisjointError, with its values. */
export async function refusalOf(error: DisjointError): Promise<ErrorDescription | undefined> {
  const data = revertData(error.cause);
  if (data === undefined) return undefined;
  for (const abi of await interfaces()) {
    const parsed = abi.parseError(data);
    if (parsed) return parsed;
  }
  return undefined;
}

/** Whether a contract refused a call with one of its errors. */
export const isRefusal = (error: unknown, code: ContractErrorCode): boolean =>
  error instanceof DisjointError && error.code === code;

/** A sentence as a part of another one. */
const asClause = (sentence: string): string => `${sentence[0]!.toLowerCase()}${sentence.slice(1, -1)}`;

const shown = (value: unknown): string =>
  JSON.stringify(value, (_, v) => (typeof v === "bigint" ? v.toString() : v)).slice(0, 200);

/**
 * Turns an error of a provider or a contract into a `DisjointError`.
 *
 * Codes: `chain/<name of the contract's error>` for a revert, `chain/reverted` for one without a known error,
 * `chain/bad-answer` for an answer that does not decode, those of `fromNode` for a refusal by the node itself,
 * `chain/unreachable` for the rest.
 */
export async function asChainError(error: unknown): Promise<DisjointError> {
  if (error instanceof DisjointError) return error;
  const data = revertData(error);
  if (data !== undefined) return fromRevert(data, await interfaces(), error);
  if ((error as { data?: unknown } | null)?.data === "0x") return emptyRevert(error);
  if (error instanceof NodeError) return fromNode(error);
  if (isError(error, "CALL_EXCEPTION")) return refusedBy("the node", nodeWords(error) ?? wordsOf(error), error);
  if (isError(error, "BAD_DATA") || isError(error, "INVALID_ARGUMENT")) {
    return chainError(
      "chain/bad-answer",
      wordsOf(error),
      "Check the address of the deployment, or use another node.",
      error,
    );
  }
  if (isError(error, "INSUFFICIENT_FUNDS")) return noFunds(nodeWords(error) ?? wordsOf(error), error);
  return chainError("chain/unreachable", wordsOf(error), "Check the node's address and try again.", error);
}

/** An error without revert data is the node's own, and says nothing about a contract. */
function fromNode(error: NodeError): DisjointError {
  const { host, message, refused } = error;
  const { status } = refused;
  if (hasNoFunds(error)) return noFunds(message, error);
  if (isRateLimited(error))
    return chainError(
      "chain/rate-limited",
      `${host} limits the rate of requests: ${message}`,
      "Try again later, or use a node with a higher limit.",
      error,
    );
  if (status === 401 || status === 403)
    return chainError(
      "chain/not-allowed",
      `${host} answers HTTP ${status}: ${message}`,
      "Check the key in the node's address, and that it allows this chain and method.",
      error,
    );
  if (status >= 300)
    return chainError(
      "chain/unreachable",
      `${host} answers HTTP ${status}: ${message}`,
      "Try again later. Or give another node as `rpc`.",
      error,
    );
  return refusedBy(host, message, error);
}

/** Contracts revert without data for a function that they do not have, and at the end of the gas. */
const emptyRevert = (cause: unknown): DisjointError =>
  chainError(
    "chain/reverted",
    "a contract reverted without a reason: it has no such function, or the gas ran out",
    "Verify the deployment: its contracts may be of another version, or its addresses wrong.",
    cause,
  );

const refusedBy = (who: string, words: string, cause: unknown): DisjointError =>
  chainError("chain/node-refuses", `${who} says: ${words}`, "Try again later. Or give another node as `rpc`.", cause);

const noFunds = (words: string, cause: unknown): DisjointError =>
  chainError("chain/no-funds", words, "Send the signer's address some of the chain's currency.", cause);

/** What a node said, inside an error of ethers. */
function nodeWords({ info }: { info?: unknown }): string | undefined {
  const said = (info as { error?: { message?: unknown } } | undefined)?.error?.message;
  return typeof said === "string" ? said : undefined;
}

/** An error's own words: the message of an error of ethers is followed by a dump of the whole request. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { shortMessage } = error as { shortMessage?: unknown };
  return typeof shortMessage === "string" ? shortMessage : error.message;
}

/** Runs a request to the chain; errors of libraries become a `DisjointError`. */
export async function ask<T>(request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    throw await asChainError(error);
  }
}

/** A contract that is not compiled explains no error: the others still do. */
const interfaces = async (): Promise<Interface[]> =>
  (await Promise.allSettled(CONTRACT_NAMES.map(compiled))).flatMap((each) =>
    each.status === "fulfilled" ? [each.value.abi] : [],
  );

function fromRevert(data: string, abis: Interface[], cause: unknown): DisjointError {
  for (const abi of abis) {
    const parsed = abi.parseError(data);
    if (parsed) {
      const values = parsed.fragment.inputs.map((input, i) => `${input.name} ${shown(parsed.args[i])}`);
      const code = codeOf(parsed.name);
      const { meaning, hint } = CONTRACT_ERRORS[code];
      return chainError(
        code,
        `the contract refused: ${parsed.name}${values.length ? ` (${values.join(", ")})` : ""}: ${asClause(meaning)}`,
        hint,
        cause,
      );
    }
  }
  return chainError("chain/reverted", `the call failed with ${data.slice(0, 74)}`, "Check the addresses.", cause);
}

/** The data of a revert, which nodes put in different places; undefined when there is none. */
export function revertData(error: unknown, depth = 0): string | undefined {
  if (typeof error !== "object" || error === null || depth > 4) return undefined;
  const { data, error: inner, info, cause } = error as Record<string, unknown>;
  if (typeof data === "string" && /^0x([0-9a-f]{2}){4,}$/i.test(data)) return data;
  for (const next of [data, inner, info, cause]) {
    const found = revertData(next, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
