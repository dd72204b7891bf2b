import type { ReleaseEstimate } from "../release/steps/estimate.ts";
import { usageError } from "../shared/errors.ts";
import type { Values } from "./commands/definition.ts";
import { optional } from "./values.ts";

/** The price of a core hour that was given. @throws usage `cli/bad-option` */
export function coreHourDollars(values: Values): number | undefined {
  const text = optional(values, "core-hour-price");
  if (text === undefined || /^\d+(\.\d+)?$/.test(text)) return text === undefined ? undefined : Number(text);
  throw usageError("cli/bad-option", `--core-hour-price ${text} is not a price`, "Give US dollars, such as 0.05.");
}

/** Machine time and its price, for people: two digits say what an estimate knows. */
export function describePrice({ machineHours, cores, dollars }: ReleaseEstimate): string {
  const rounded = (value: number) => Number(value.toPrecision(2));
  return `${rounded(machineHours)} hours of a machine with ${cores} cores, $${rounded(dollars)}`;
}
