import type { Run } from "../commands/definition.ts";
import { said } from "../outcome.ts";
import { exactly, oneOf } from "../values.ts";
import { bashScript } from "./bash.ts";
import { fishScript } from "./fish.ts";
import { zshScript } from "./zsh.ts";

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript };

export const runCompletion: Run = async ({ positionals, sections }) => {
  const [name] = exactly(positionals, ["SHELL"]);
  const shell = oneOf({ shell: name }, "shell", ["bash", "zsh", "fish"]);
  return said(SCRIPTS[shell](sections.flatMap(([, commands]) => commands)).trimEnd());
};
