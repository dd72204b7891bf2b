import { describe, expect, it } from "vitest";
import { DisjointError } from "../../../../../prover/shared/errors.ts";
import { tsvCell, tsvName } from "../../../../../prover/source/formats/csv/tsvQuotes.ts";

const shown = (text: string): string[] | string => {
  const cell = tsvCell(Buffer.from(text), "a.tsv, row 1");
  if (cell instanceof DisjointError) return cell.code;
  return [cell].flat().map((value) => (value as Buffer).toString());
};

describe("a value of a TSV file", () => {
  it.each<[string, string[] | string]>([
    ["plain", ["plain"]],
    ['a "b"', ['a "b"']],
    ['"a" b', ['"a" b']],
    ['"é ""b"""', ['"é ""b"""', 'é "b"']],
    ['""', ['""', ""]],
    ['"a', "source/open-quote"],
    ['"a ""b""', "source/open-quote"],
    ["über\\nzwei\\\\drei", ["über\\nzwei\\\\drei", "über\nzwei\\drei"]],
    ["C:\\data", ["C:\\data"]],
    ["\\N", ["\\N"]],
    ['"a\\tb"', ['"a\\tb"', "a\\tb", '"a\tb"']],
  ])("%s counts as it stands and as programs mean it", (text, expected) => {
    expect(shown(text)).toEqual(expected);
  });

  it("has its column's name without quotes", () => {
    expect(['"te""xt"', "text", '"text'].map(tsvName)).toEqual(['te"xt', "text", '"text']);
  });
});
