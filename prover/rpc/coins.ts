import { formatEther } from "../shared/ethers.ts";

/** Of the chain's currency, whose unit is 10^18 wei: four digits that say something, never less than it is. */
const AMOUNT = new Intl.NumberFormat("en", { maximumSignificantDigits: 4, roundingMode: "ceil" });

/** An amount in wei as one of the chain's currency, for people. */
export const formatNative = (wei: bigint): string => AMOUNT.format(formatEther(wei) as Intl.StringNumericLiteral);
