import { type ErrorDescription, type Interface, isError } from "ethers";
import { chainError, DisjointError } from "../shared/errors.ts";
import { type ContractName, compiled } from "./contracts.ts";

/** Errors can come through from a contract that the called one asked, so all are known everywhere. */
const CONTRACTS: ContractName[] = ["Ledger", "Blocklists", "Releases", "Groth16Verifier", "EasResolver"];

/** AlreadyAccepted -> already-accepted: the name of a contract's error as the end of an error code. */
const kebab = (name: string): string => name.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();

/** The contract's error behind an error of ours, with its values. */
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
export const isRefusal = (error: unknown, name: string): boolean =>
  error instanceof DisjointError && error.code === `chain/${kebab(name)}`;

const shown = (value: unknown): string =>
  JSON.stringify(value, (_, v) => (typeof v === "bigint" ? v.toString() : v)).slice(0, 200);

/**
 * The project's error for whatever a provider or a contract threw.
 *
 * Codes: `chain/<name of the contract's error>` for a revert, `chain/reverted` for one without a known error,
 * `chain/bad-answer` for an answer that does not decode, `chain/unreachable` for the rest.
 */
export async function asChainError(error: unknown): Promise<DisjointError> {
  if (error instanceof DisjointError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const data = revertData(error);
  if (data !== undefined) return fromRevert(data, await interfaces(), error);
  if (isError(error, "CALL_EXCEPTION")) {
    return chainError("chain/reverted", `the call failed: ${error.shortMessage}`, "Check the arguments.", error);
  }
  if (isError(error, "BAD_DATA") || isError(error, "INVALID_ARGUMENT")) {
    return chainError("chain/bad-answer", message, "Is the deployment's address right, and the node honest?", error);
  }
  if (isError(error, "INSUFFICIENT_FUNDS")) {
    return chainError("chain/no-funds", message, "The signer needs ether of this chain.", error);
  }
  return chainError("chain/unreachable", message, "Check the node's address and try again.", error);
}

/** Asks the chain; whatever goes wrong becomes an error of the project. */
export async function ask<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    throw await asChainError(error);
  }
}

const interfaces = async (): Promise<Interface[]> => (await Promise.all(CONTRACTS.map(compiled))).map(({ abi }) => abi);

function fromRevert(data: string, abis: Interface[], cause: unknown): DisjointError {
  for (const abi of abis) {
    const parsed = abi.parseError(data);
    if (parsed) {
      const values = parsed.fragment.inputs.map((input, i) => `${input.name} ${shown(parsed.args[i])}`);
      return chainError(
        `chain/${kebab(parsed.name)}`,
        `the contract refused: ${parsed.name}${values.length ? ` (${values.join(", ")})` : ""}`,
        "The name says what the contract did not accept; contracts/interfaces explains it.",
        cause,
      );
    }
  }
  return chainError("chain/reverted", `the call failed with ${data.slice(0, 74)}`, "Check the addresses.", cause);
}

/** The data of a revert, wherever the node put it; undefined when it is no revert with data. */
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
