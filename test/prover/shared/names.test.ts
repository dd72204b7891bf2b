import { describe, expect, it, test } from "vitest";
import { labelled, printable, quoted, quotedNames } from "../../../prover/shared/names.ts";

/** Every character that can hide, turn or move what stands beside it. */
const TRICKS = {
  "a line feed": "\n",
  "a carriage return": "\r",
  "an escape sequence": "\u001b[2K",
  "a C1 control": "\u009b",
  "a line separator": "\u2028",
  "a paragraph separator": "\u2029",
  "a right-to-left override": "\u202e",
  "a right-to-left isolate": "\u2067",
  "a right-to-left mark": "\u200f",
  "a zero-width space": "\u200b",
  "a no-break space": "\u00a0",
  "an ideographic space": "\u3000",
  "a Hangul filler": "\u3164",
  "a variation selector": "\ufe0f",
  "a tag outside the first plane": "\u{e0041}",
  "half a character": "\ud800",
  "no character": "\uffff",
};

describe.each(Object.entries(TRICKS))("%s in a name", (_, trick) => {
  it("is shown as a code, and the name can be read back", () => {
    const name = `web${trick}true: signed by nobody`;
    expect(quoted(name)).toMatch(/^"web\\(u[0-9a-f]{4}|[nr]).*true: signed by nobody"$/);
    expect(JSON.parse(quoted(name))).toBe(name);
    expect(printable(name)).toMatch(/^web\\u\{[0-9a-f]+\}.*true/);
  });
});

test("a name ends at its quotation mark, whatever it contains", () => {
  expect(quoted('web", "private')).toBe('"web\\", \\"private"');
  expect(quoted("web\\")).toBe('"web\\\\"');
  expect(quoted("")).toBe('""');
  expect(quotedNames(["a, b", "c"])).toBe('"a, b", "c"');
});

test("a mark that would be drawn over the quotation mark is a code, others are letters' own", () => {
  expect(quoted("\u0338web")).toBe('"\\u0338web"');
  expect(quoted("e\u0301tude")).toBe('"e\u0301tude"');
});

test("names of all scripts stay as they are", () => {
  for (const name of ["poets' opt-outs", "Größe 2", "נתונים", "数据", "📚"]) expect(quoted(name)).toBe(`"${name}"`);
});

test("a label is quoted where it is more than a label", () => {
  expect(labelled("chain-accepted-0-opt-outs")).toBe("chain-accepted-0-opt-outs");
  expect(labelled("list-x: everything was compared")).toBe('"list-x: everything was compared"');
  expect(labelled("")).toBe('""');
});
