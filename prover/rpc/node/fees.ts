import { formatEther } from "../../shared/ethers.ts";
import { badAnswer } from "./decode.ts";
import { isNoMethod, isOtherType, isUnderpriced } from "./nodeError.ts";
import type { Ask } from "./quorum.ts";

/** What a transaction offers for gas, in wei: EIP-1559's two fees, or one price on chains without a base fee. */
export type Fees = { type: 2; maxFeePerGas: bigint; maxPriorityFeePerGas: bigint } | { type: 0; gasPrice: bigint };

/** How often one transaction is offered for more. That many doublings reach every price from 1 wei on. */
const MAX_RAISES = 40;

/** Four significant digits, rounded up, so that an amount that is needed is never shown too low. */
const AMOUNT = new Intl.NumberFormat("en", { maximumSignificantDigits: 4, roundingMode: "ceil" });

/**
 * An amount of the chain's currency for people.
 *
 * @param wei the amount in the currency's smallest unit, of 10^-18
 * @example formatNative(1_500_000_000_000_000_000n) // "1.5"
 */
export const formatNative = (wei: bigint): string => AMOUNT.format(formatEther(wei) as Intl.StringNumericLiteral);

/**
 * The fees that the node suggests: its priority fee, and twice the base fee, of which only what is due is paid. A node
 * that suggests no priority fee gets what its gas price has above the base fee.
 */
export async function suggestFees(ask: Ask): Promise<Fees> {
  const price = async () => parseWei(await ask("eth_gasPrice", []), "eth_gasPrice");
  const [block, tip] = await Promise.all([
    ask("eth_getBlockByNumber", ["latest", false]) as Promise<{ baseFeePerGas?: unknown } | null>,
    ask("eth_maxPriorityFeePerGas", []).catch((error: unknown) => error as Error),
  ]);
  const base = block?.baseFeePerGas ?? null;
  if (base === null) return { type: 0, gasPrice: await price() };
  const baseFee = parseWei(base, "baseFeePerGas");
  if (tip instanceof Error && !isNoMethod(tip)) throw tip;
  const aboveBase = (gasPrice: bigint) => (gasPrice > baseFee ? gasPrice - baseFee : 0n);
  const maxPriorityFeePerGas =
    tip instanceof Error ? aboveBase(await price()) : parseWei(tip, "eth_maxPriorityFeePerGas");
  return { type: 2, maxPriorityFeePerGas, maxFeePerGas: 2n * baseFee + maxPriorityFeePerGas };
}

/**
 * Fees for a replacement of a transaction that was not mined. Nodes require both to rise by a tenth, some an eighth.
 */
export const bumpFees = (fees: Fees): Fees => mapFees(fees, (fee) => (fee * 5n) / 4n + 1n);

/**
 * Offers a transaction until the node accepts its fees: first for `first`, or what the node suggests, then for more
 * whenever the node refuses it as too cheap, at least the minimum that the node names.
 */
export async function sendWithFees<T>(ask: Ask, offer: (fees: Fees) => Promise<T>, first?: Fees): Promise<T> {
  let fees = first ?? (await suggestFees(ask));
  for (let raises = 0; ; raises++) {
    try {
      return await offer(fees);
    } catch (error) {
      if (fees.type === 2 && isOtherType(error)) fees = { type: 0, gasPrice: fees.maxFeePerGas };
      else if (isUnderpriced(error) && raises < MAX_RAISES) fees = raiseFees(fees, (error as Error).message);
      else throw error;
    }
  }
}

/** @param refusal the node's message */
function raiseFees(fees: Fees, refusal: string): Fees {
  const minimum = minimumIn(refusal);
  if (minimum === undefined) return mapFees(fees, (fee) => 2n * fee + 1n);
  if (fees.type === 0) return { type: 0, gasPrice: max(minimum, fees.gasPrice + 1n) };
  const isBase = /base ?fee/i.test(refusal);
  const tip = isBase ? fees.maxPriorityFeePerGas : max(minimum, fees.maxPriorityFeePerGas);
  const total = fees.maxFeePerGas - fees.maxPriorityFeePerGas + tip;
  return { type: 2, maxPriorityFeePerGas: tip, maxFeePerGas: max(total, isBase ? 2n * minimum + tip : total) + 1n };
}

/** The minimum that a node names, in wei: "minimum needed 25000000000", "baseFee: 7". */
function minimumIn(refusal: string): bigint | undefined {
  const found = /(?:minimum(?: needed| is| of)?|at least|base ?fee|required)[^0-9]{0,20}([0-9]{1,20})\b/i.exec(refusal);
  return found === null ? undefined : BigInt(found[1]!);
}

const mapFees = (fees: Fees, change: (fee: bigint) => bigint): Fees =>
  fees.type === 0
    ? { type: 0, gasPrice: change(fees.gasPrice) }
    : {
        type: 2,
        maxFeePerGas: change(fees.maxFeePerGas),
        maxPriorityFeePerGas: change(fees.maxPriorityFeePerGas),
      };

const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);

function parseWei(value: unknown, what: string): bigint {
  if (typeof value === "string" && /^0x[0-9a-f]{1,32}$/i.test(value)) return BigInt(value);
  throw badAnswer(what, value);
}
