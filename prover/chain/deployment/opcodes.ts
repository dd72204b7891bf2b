import type { Chain } from "../../rpc/connection.ts";
import { asChainError } from "../../rpc/node/errors.ts";
import { chainError } from "../../shared/errors.ts";

/** A piece of bytecode, and the word that it returns if the chain has what it needs. */
type Trial = { name: string; code: string; answer: string };

/** Generators of the groups of BN254 (EIP-197): e(P, Q) · e(−P, Q) = 1. */
const G1 = ["1", "2"];
const MINUS_G1 = ["1", "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd45"];
const G2 = [
  "198e9393920d483a7260bfb731fb5d25f1aa493335a9e71297e485b7aef312c2",
  "1800deef121f1e76426a00665e5c4479674322d4f75edadd46debd5cd992f6ed",
  "90689d0585ff075ec9e99ad690c3395bc4b313370b38ef355acdadcd122975b",
  "12c85ea5db8c6deb4aab71808dcb408fe3d1e7690c43d37b4ce6cc0166fa7daa",
];

/** The abscissa of twice the generator of G1. */
const TWICE = "30644e72e131a029b85045b68181585d97816a916871ca8d3c208c16d87cfd3";

/** Bytecode that calls a precompile with words and a gas limit and returns its first word; 0 if the call fails. */
function precompile(address: number, words: readonly string[], gas: number): string {
  const stores = words.map((word, i) => `7f${word.padStart(64, "0")}61${hex(32 * i, 4)}52`).join("");
  const input = hex(32 * words.length, 4);
  return `${stores}602061${input}61${input}600060${hex(address, 2)}62${hex(gas, 6)}fa50602061${input}f3`;
}

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, "0");

/** What the compiled contracts and the verification of Groth16 use, with the fork or EIP that brought it. */
const TRIALS: readonly Trial[] = [
  { name: "PUSH0 (EIP-3855, Shanghai)", code: "5f50600160005260206000f3", answer: "1" },
  { name: "MCOPY (EIP-5656, Cancun)", code: "6020600060205e600160005260206000f3", answer: "1" },
  { name: "the addition on BN254 (EIP-196)", code: precompile(6, [...G1, ...G1], 500), answer: TWICE },
  {
    name: "the multiplication on BN254 for the gas of EIP-1108",
    answer: TWICE,
    code: precompile(7, [...G1, "2"], 6_500),
  },
  {
    name: "the pairing on BN254 for the gas of EIP-1108",
    answer: "1",
    code: precompile(8, [...G1, ...G2, ...MINUS_G1, ...G2], 113_500),
  },
];

/**
 * What the contracts need and the chain lacks, in words. Tried with eth_call, so nothing is sent.
 *
 * @throws chain `chain/unreachable` and the like when the node does not answer at all
 */
export async function findMissingOpcodes(chain: Chain): Promise<string[]> {
  const has = await Promise.all(TRIALS.map((trial) => runs(chain, trial)));
  return TRIALS.filter((_, i) => !has[i]).map(({ name }) => name);
}

/**
 * Refuses a chain that cannot run the contracts, before anything is sent.
 *
 * @throws chain `chain/lacks-opcodes`
 */
export async function requireRunnable(chain: Chain): Promise<void> {
  const missing = await findMissingOpcodes(chain);
  if (missing.length === 0) return;
  throw chainError(
    "chain/lacks-opcodes",
    `chain ${chain.chainId} lacks ${missing.join(", ")}`,
    "The contracts need a chain with the rules of Cancun: use another, or wait until it has them.",
  );
}

/** eth_call without `to` runs code as a contract creation and returns its output. */
async function runs(chain: Chain, { code, answer }: Trial): Promise<boolean> {
  try {
    const found = await chain.provider.send("eth_call", [{ data: `0x${code}`, gas: "0x4c4b40" }, "latest"]);
    return found === `0x${answer.padStart(64, "0")}`;
  } catch (error) {
    const refused = await asChainError(error);
    if (refused.code === "chain/node-refuses" || refused.code === "chain/reverted") return false;
    throw refused;
  }
}
