import { badAnswer } from "./decode.ts";
import { isNoMethod, isOtherType, isUnderpriced } from "./nodeError.ts";
import type { Ask } from "./quorum.ts";

/** What a transaction offers for gas, in wei: as EIP-1559 has it, or one price on chains without a base fee. */
export type Fees = { type: 2; maxFeePerGas: bigint; maxPriorityFeePerGas: bigint } | { type: 0; gasPrice: bigint };

/** Refusals of one transaction in a row: from 1 wei, so many doublings reach every price. */
const RAISES = 40;

/**
 * What the node suggests: its tip, and twice the base fee, of which only what is due is paid. Where it suggests no
 * tip, what its price leaves above the base fee.
 */
export async function suggestFees(ask: Ask): Promise<Fees> {
  const price = async () => wei(await ask("eth_gasPrice", []), "eth_gasPrice");
  const [block, tip] = await Promise.all([
    ask("eth_getBlockByNumber", ["latest", false]) as Promise<{ baseFeePerGas?: unknown } | null>,
    ask("eth_maxPriorityFeePerGas", []).catch((error: unknown) => error as Error),
  ]);
  const base = block?.baseFeePerGas ?? null;
  if (base === null) return { type: 0, gasPrice: await price() };
  const baseFee = wei(base, "baseFeePerGas");
  if (tip instanceof Error && !isNoMethod(tip)) throw tip;
  const left = async (all: bigint) => (all > baseFee ? all - baseFee : 0n);
  const maxPriorityFeePerGas = tip instanceof Error ? await left(await price()) : wei(tip, "eth_maxPriorityFeePerGas");
  return { type: 2, maxPriorityFeePerGas, maxFeePerGas: 2n * baseFee + maxPriorityFeePerGas };
}

/**
 * Fees for a transaction in place of one that was not mined: nodes ask for a tenth more of both, some for an eighth.
 */
export const bumpFees = (fees: Fees): Fees => mapped(fees, (fee) => (fee * 5n) / 4n + 1n);

/**
 * Offers fees until the node takes the transaction: what the node suggests first, more when it finds that too little,
 * the minimum that it names if it names one.
 */
export async function sendWithFees<T>(ask: Ask, offer: (fees: Fees) => Promise<T>, first?: Fees): Promise<T> {
  let fees = first ?? (await suggestFees(ask));
  for (let raises = 0; ; raises++) {
    try {
      return await offer(fees);
    } catch (error) {
      if (fees.type === 2 && isOtherType(error)) fees = { type: 0, gasPrice: fees.maxFeePerGas };
      else if (isUnderpriced(error) && raises < RAISES) fees = raised(fees, (error as Error).message);
      else throw error;
    }
  }
}

function raised(fees: Fees, words: string): Fees {
  const minimum = minimumIn(words);
  if (minimum === undefined) return mapped(fees, (fee) => 2n * fee + 1n);
  if (fees.type === 0) return { type: 0, gasPrice: greater(minimum, fees.gasPrice + 1n) };
  const isBase = /base ?fee/i.test(words);
  const tip = isBase ? fees.maxPriorityFeePerGas : greater(minimum, fees.maxPriorityFeePerGas);
  const most = fees.maxFeePerGas - fees.maxPriorityFeePerGas + tip;
  return { type: 2, maxPriorityFeePerGas: tip, maxFeePerGas: greater(most, isBase ? 2n * minimum + tip : most) + 1n };
}

/** The number of wei that a node names as the least it takes: "minimum needed 25000000000", "baseFee: 7". */
function minimumIn(words: string): bigint | undefined {
  const found = /(?:minimum(?: needed| is| of)?|at least|base ?fee|required)[^0-9]{0,20}([0-9]{1,20})\b/i.exec(words);
  return found === null ? undefined : BigInt(found[1]!);
}

const mapped = (fees: Fees, change: (fee: bigint) => bigint): Fees =>
  fees.type === 0
    ? { type: 0, gasPrice: change(fees.gasPrice) }
    : {
        type: 2,
        maxFeePerGas: change(fees.maxFeePerGas),
        maxPriorityFeePerGas: change(fees.maxPriorityFeePerGas),
      };

const greater = (a: bigint, b: bigint): bigint => (a > b ? a : b);

function wei(value: unknown, what: string): bigint {
  if (typeof value === "string" && /^0x[0-9a-f]{1,32}$/i.test(value)) return BigInt(value);
  throw badAnswer(what, value);
}
