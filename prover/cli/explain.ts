import { CATALOGUE } from "../shared/errors/catalogue.ts";
import { type ErrorCode, usageError } from "../shared/errors.ts";
import { EXIT } from "../shared/exit.ts";
import { closest } from "./closest.ts";
import type { Run } from "./commands/definition.ts";
import { withCommand } from "./hints.ts";
import { exactly } from "./values.ts";

/** What an error code means, who has to act and what generally to do. */
export const runExplain: Run = async ({ positionals }) => {
  const [code] = exactly(positionals, ["CODE"]);
  const entry = Object.hasOwn(CATALOGUE, code) ? CATALOGUE[code as keyof typeof CATALOGUE] : undefined;
  if (entry === undefined) throw unknownCode(code);
  const { kind, meaning } = entry;
  const hint = withCommand(code as ErrorCode, entry.hint);
  const exitCode = EXIT[kind];
  return {
    verdict: true,
    json: { code, kind, exitCode, meaning, hint },
    text: `${code} (${kind}, exit code ${exitCode}): ${meaning}\n  ${hint}`,
  };
};

function unknownCode(code: string) {
  const near = closest(code, Object.keys(CATALOGUE));
  const hint =
    near.length > 0
      ? `Did you mean ${near.join(" or ")}?`
      : "Give the code that an error begins with: docs/errors.md lists them.";
  return usageError("cli/unknown-code", `there is no error code ${JSON.stringify(code.slice(0, 120))}`, hint);
}
