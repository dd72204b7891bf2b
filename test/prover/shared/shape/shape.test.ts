import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { inspectDocument } from "../../../../prover/shared/document.ts";
import { toJsonSchema } from "../../../../prover/shared/shape/jsonSchema.ts";
import { object, oneKindOf, optional } from "../../../../prover/shared/shape/object.ts";
import {
  checked,
  described,
  either,
  flag,
  integer,
  list,
  literal,
  mapped,
  oneOf,
  type Shape,
  text,
} from "../../../../prover/shared/shape/shape.ts";

const NAME = text(/^[a-z/]+$/, "a name");
const KIND = oneKindOf({
  file: object({ file: NAME }),
  keystore: object({ keystore: NAME, password: NAME }),
});
const OPEN = literal("open");
const SOME = list(NAME, 1, "names nobody");
const WHOLE = object({
  name: described(NAME, "A name."),
  count: optional(mapped(integer(0, 9), String)),
  on: flag,
  kind: KIND,
  size: oneOf([16, 256]),
  readers: either<typeof OPEN | typeof SOME>([OPEN, SOME], (value) => (value === "open" ? OPEN : SOME)),
});
const VALUE = { name: "a", on: true, kind: { file: "f" }, size: 16, readers: ["a/b"] };

const inspect = (shape: Shape<unknown>, value: unknown) => inspectDocument((reader) => shape.read(reader, value, "$"));
const isValid = new Ajv2020({ strictTypes: false }).compile(toJsonSchema(WHOLE, new Map([[NAME, "name"]])));

describe("a shape", () => {
  it.each([
    ["without what may be left out", VALUE, VALUE],
    ["with everything, in the form it maps to", { ...VALUE, count: 3 }, { ...VALUE, count: "3" }],
    ["of another kind", { ...VALUE, kind: { keystore: "k", password: "p" } }, undefined],
    ["of another alternative", { ...VALUE, readers: "open" }, undefined],
  ] as [string, object, object?][])("reads a document %s", (_, value, expected = value) => {
    expect(inspect(WHOLE, value)).toEqual({ value: expected, issues: [] });
    expect(isValid(value), JSON.stringify(isValid.errors)).toBe(true);
  });

  it.each<[string, object, string[]]>([
    ["a missing field", { name: undefined }, ["$.name is not a name"]],
    ["an unknown field", { note: "" }, ["$.note is not a known field"]],
    ["a field that may be left out and is empty", { count: null }, ["$.count is not a whole number from 0 to 9"]],
    ["no true or false", { on: "yes" }, ["$.on is not true or false"]],
    ["no choice", { size: 17 }, ["$.size is not one of 16, 256"]],
    ["an element", { readers: ["a", "B"] }, ["$.readers[1] is not a name"]],
    ["too few elements", { readers: [] }, ["$.readers names nobody"]],
    ["neither alternative", { readers: "closed" }, ["$.readers is not an array"]],
    ["no kind", { kind: {} }, ["$.kind has 0 of file and keystore, not one"]],
    ["two kinds", { kind: { file: "f", keystore: "k" } }, ["$.kind has 2 of file and keystore, not one"]],
    ["a field of another kind", { kind: { file: "f", password: "p" } }, ["$.kind.password is given without keystore"]],
    ["half a kind", { kind: { keystore: "k" } }, ["$.kind.password is missing"]],
  ])("refuses %s by its path, and so does its schema", (_, change, expected) => {
    const value = { ...VALUE, ...change };
    expect(inspect(WHOLE, value).issues.map(({ path, reason }) => `${path} ${reason}`)).toEqual(expected);
    expect(isValid(JSON.parse(JSON.stringify(value)))).toBe(false);
  });

  it("reports everything that is wrong at once, and refuses what is not an object", () => {
    const { issues } = inspect(WHOLE, { ...VALUE, name: 1, on: 1, note: 1 });
    expect(issues.map(({ path }) => path)).toEqual(["$.note", "$.name", "$.on"]);
    expect(inspect(object({}), []).issues).toEqual([{ path: "$", reason: "is not an object" }]);
  });

  it("checks fields together", () => {
    const rule = checked(
      object({ low: integer(0, 9), high: integer(0, 9) }),
      (reader, { low, high }, path) => low > high && reader.refuse(`${path}.low`, "is above high"),
      { $comment: "low is not above high" },
    );
    expect(inspect(rule, { low: 2, high: 1 }).issues).toEqual([{ path: "$.low", reason: "is above high" }]);
    expect(inspect(rule, { low: 1, high: 1 }).issues).toEqual([]);
    expect(toJsonSchema(rule)).toMatchObject({ type: "object", $comment: "low is not above high" });
  });
});

describe("the schema of a shape", () => {
  it("has each named part once, with patterns that every language supports", () => {
    const pair = object({ a: NAME, b: described(optional(NAME), "The other.") });
    expect(toJsonSchema(pair, new Map([[NAME, "name"]]))).toEqual({
      type: "object",
      required: ["a"],
      additionalProperties: false,
      properties: { a: { $ref: "#/$defs/name" }, b: { description: "The other.", $ref: "#/$defs/name" } },
      $defs: { name: { type: "string", pattern: "^[a-z/]+$" } },
    });
    expect(toJsonSchema(text(/^[^\0]\/$/, "a path"))).toEqual({ type: "string", pattern: "^[^\\u0000]/$" });
  });
});
