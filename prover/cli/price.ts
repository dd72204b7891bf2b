import type { ReleaseEstimate } from "../release/steps/estimate.ts";
import { usageError } from "../shared/errors.ts";
import { count } from "../shared/format.ts";
import type { Values } from "./commands/definition.ts";
import { optional } from "./values.ts";

/** The price of a core hour that was given. @throws usage `cli/bad-option` */
export function coreHourDollars(values: Values): number | undefined {
  const text = optional(values, "core-hour-price");
  if (text === undefined || /^\d+(\.\d+)?$/.test(text)) return text === undefined ? undefined : Number(text);
  throw usageError("cli/bad-option", `--core-hour-price ${text} is not a price`, "Give US dollars, such as 0.05.");
}

/** Machine time and its price, for people. */
export function describePrice({ machineHours, cores, dollars }: ReleaseEstimate): string {
  const price = dollars < 0.01 ? "less than $0.01" : `$${rounded(dollars)}`;
  return `${describeHours(machineHours)} of a machine with ${cores} cores, ${price}`;
}

/** Two digits say what an estimate knows. */
const rounded = (value: number): number => Number(value.toPrecision(2));

function describeHours(hours: number): string {
  const seconds = 3600 * hours;
  if (seconds < 90) return count(Math.ceil(seconds), "second");
  return hours < 1 ? `${rounded(60 * hours)} minutes` : `${rounded(hours)} hours`;
}
