import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { matchesPath } from "../../../../prover/blocklist/optouts/pattern.ts";

describe("a pattern of paths", () => {
  const piece = fc.constantFrom("/", "a", "b", "*", "**", "$", ".");
  it("matches like the equivalent regular expression", () => {
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.constantFrom("/", "a", "b", ".", "$")), (pieces, path) => {
        const pattern = pieces.join("");
        const source = pattern.replace(/[.$/]/g, "\\$&").replaceAll("*", ".*").replace(/\\\$$/, "$");
        expect(matchesPath(pattern, path.join(""))).toBe(new RegExp(`^${source}`).test(path.join("")));
      }),
      { numRuns: 5000 },
    );
  });
});
