import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, test } from "vitest";
import { closest } from "../../prover/cli/closest.ts";
import { runExplain } from "../../prover/cli/explain.ts";
import { withCommand } from "../../prover/cli/hints.ts";
import { CATALOGUE } from "../../prover/shared/errors/catalogue.ts";
import type { ErrorCode } from "../../prover/shared/errors.ts";
import { EXIT } from "../../prover/shared/exit.ts";
import { silent } from "../../prover/shared/progress.ts";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { errorsMarkdown } from "../../scripts/docs/errors.ts";

const explain = (...positionals: string[]) =>
  runExplain({ positionals, values: {}, onProgress: silent, say: () => {}, sections: [] });

describe("explain", () => {
  it("gives the meaning, the remedy and the exit code of every error code", async () => {
    for (const [code, { kind, meaning, hint }] of Object.entries(CATALOGUE)) {
      const { verdict, json, text } = await explain(code);
      expect(verdict).toBe(true);
      const said = withCommand(code as ErrorCode, hint);
      expect(json).toEqual({ code, kind, exitCode: EXIT[kind], meaning, hint: said });
      for (const part of [code, meaning, said]) expect(text).toContain(part);
    }
  });

  it.each([
    ["source/mising-column", "Did you mean source/missing-column?"],
    ["keystore", "Did you mean chain/bad-keystore?"],
    ["toString", "Give the code that an error begins with: docs/errors.md lists them."],
  ])("suggests what %s may have meant", async (code, hint) => {
    await expect(explain(code)).rejects.toMatchObject({ code: "cli/unknown-code", kind: "usage", hint });
  });
});

test("the closest words need the fewest edits, or contain a part of the word", () => {
  const words = ["begin", "began", "ending"];
  expect(closest("begn", words)).toEqual(["begin", "began"]);
  expect(closest("ending", words)).toEqual(["ending"]);
  expect(closest("something-else", words)).toEqual([]);
});

test("docs/errors.md is written from the catalogue, with a heading for every code", () => {
  const page = readFileSync(join(PROJECT_ROOT, "docs/errors.md"), "utf8");
  expect(page === errorsMarkdown(), "node scripts/error-docs.ts writes it").toBe(true);
  for (const code of Object.keys(CATALOGUE)) expect(page).toContain(`\n### ${code}\n`);
});
