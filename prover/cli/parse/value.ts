import { usageError } from "../../shared/errors.ts";
import type { Option } from "../commands/definition.ts";

/**
 * Reads one value of an option.
 *
 * @throws usage `cli/arguments` for what is rather the next option, or a second value; `cli/missing-option` for an
 * empty one; `cli/bad-option` for one that is no choice
 */
export function readerOf<T extends string | string[]>(option: Option) {
  return (value: string, before: T | undefined): string | string[] => {
    checkValue(option, value, before !== undefined);
    return option.repeatable ? [...((before ?? []) as string[]), value] : value;
  };
}

function checkValue(
  { name, value: placeholder, choices, repeatable, required }: Option,
  value: string,
  again: boolean,
): void {
  if (/^-./.test(value))
    throw usageError(
      "cli/arguments",
      `--${name} has no value: ${value} follows it`,
      `Write --${name} ${placeholder}; a path that begins with - is written ./${value}.`,
    );
  if (again && !repeatable) throw usageError("cli/arguments", `--${name} is given twice`, "Give it once.");
  if (value === "" && required)
    throw usageError("cli/missing-option", `--${name} is empty`, `Write --${name} ${placeholder}.`);
  if (choices !== undefined && !choices.includes(value))
    throw usageError("cli/bad-option", `--${name} ${value} is not one of ${choices.join(", ")}`, "Choose one of them.");
}
