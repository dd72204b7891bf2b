import type { Said, Values } from "../../prover/cli/commands/definition.ts";
import { defaultOf, optionsOf } from "../../prover/cli/commands/describe.ts";
import { COMMANDS, SECTIONS } from "../../prover/cli/commands/index.ts";
import type { Outcome } from "../../prover/cli/outcome.ts";

/** What a command finds, run in this process as `main` runs it, its defaults included. */
export async function runCommand(
  name: string,
  positionals: string[],
  values: Values = {},
  say: (found: Said) => void = () => {},
): Promise<Outcome> {
  const command = COMMANDS.find((each) => each.name === name);
  if (command === undefined) throw new Error(`there is no command ${name}`);
  const options = optionsOf(command);
  const unknown = Object.keys(values).filter((option) => !options.some((each) => each.name === option));
  if (unknown.length > 0) throw new Error(`${name} has no option ${unknown.join(", ")}`);
  const defaults = options.flatMap((option) => {
    const value = defaultOf(option);
    return value === undefined ? [] : [[option.name, option.repeatable ? [value] : value]];
  });
  const run = await command.load();
  const given = { ...Object.fromEntries(defaults), ...values };
  return run({ positionals, values: given, onProgress: () => {}, say, sections: SECTIONS });
}
