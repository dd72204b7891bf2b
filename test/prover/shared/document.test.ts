import { describe, expect, it } from "vitest";
import { DocumentReader, inspectDocument, readDocument } from "../../../prover/shared/document.ts";
import { DisjointError } from "../../../prover/shared/errors.ts";
import { EXIT } from "../../../prover/shared/exit.ts";
import { FIELD_ORDER } from "../../../prover/shared/field.ts";

/** Paths that reading refuses. */
function refused(read: (reader: DocumentReader) => unknown): string[] {
  const reader = new DocumentReader();
  read(reader);
  return reader.issues.map(({ path }) => path);
}

describe("fields", () => {
  it("must be the known ones, each there", () => {
    const read = (value: unknown) => refused((reader) => reader.object(value, "$", ["a", "b"], ["c"]));
    expect(read({ a: 1, b: undefined, c: 2 })).toEqual([]);
    expect(read({ a: 1, b: 2, d: 3, toString: 4 })).toEqual(["$.d", "$.toString"]);
    expect(read({})).toEqual(["$.a", "$.b"]);
    for (const other of [null, undefined, [], "a", 1]) expect(read(other)).toEqual(["$"]);
  });

  it("are named once, by what is wrong with them first", () => {
    const reader = new DocumentReader();
    reader.text(reader.object({}, "$", ["a"]).a, "$.a", /b/, "a text with b");
    expect(reader.issues).toEqual([{ path: "$.a", reason: "is missing" }]);
  });

  it("are not inherited", () => {
    expect(refused((reader) => reader.object({}, "$", ["constructor"]))).toEqual(["$.constructor"]);
    expect(refused((reader) => reader.object(JSON.parse('{"__proto__":{"a":1}}'), "$", ["a"]))).toEqual([
      "$.__proto__",
      "$.a",
    ]);
  });
});

describe("values", () => {
  it("that are whole numbers lie in their range", () => {
    for (const good of [2, 3, 4]) expect(refused((reader) => reader.integer(good, "$", 2, 4))).toEqual([]);
    for (const bad of [1, 5, 2.5, "3", Number.NaN, Number.POSITIVE_INFINITY, null, [3], 3n])
      expect(refused((reader) => reader.integer(bad, "$", 2, 4))).toEqual(["$"]);
    expect(refused((reader) => reader.integer(-0, "$", 0, 4))).toEqual(["$"]);
  });

  it("that are field elements have one spelling", () => {
    for (const good of ["0", "7", `${FIELD_ORDER - 1n}`])
      expect(new DocumentReader().decimal(good, "$")).toBe(BigInt(good));
    for (const bad of ["", "00", "-1", "1 ", "0x1", `${FIELD_ORDER}`, 7, 7n, null, ["7"]])
      expect(refused((reader) => reader.decimal(bad, "$"))).toEqual(["$"]);
  });

  it("that are literals, texts and arrays are what was asked for", () => {
    const read = (reader: DocumentReader) => {
      reader.literal("a", "$.literal", "b");
      reader.literal("1", "$.number", 1);
      reader.text("abc", "$.text", /^[0-9]+$/, "a number");
      reader.text(["123"], "$.list", /^[0-9]+$/, "a number");
      reader.array({ length: 0 }, "$.array");
      reader.array([1], "$.pair", 2);
    };
    expect(refused(read)).toEqual(["$.literal", "$.number", "$.text", "$.list", "$.array", "$.pair"]);
  });
});

describe("a document", () => {
  const read = (value: unknown) => (reader: DocumentReader) => {
    const fields = reader.object(value, "$", ["a", "b"]);
    return reader.integer(fields.a, "$.a", 0, 9) + reader.integer(fields.b, "$.b", 0, 9);
  };

  it("is returned only if no field was refused", () => {
    expect(inspectDocument(read({ a: 1, b: 2 }))).toEqual({ value: 3, issues: [] });
    expect(inspectDocument(read({ a: 1, b: 10 }))).not.toHaveProperty("value");
  });

  it("that is invalid reports everything that is wrong with it", () => {
    try {
      readDocument("file.json", "bundle/invalid", "Write it again.", read({ a: 11, c: 1 }));
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(DisjointError);
      const { code, message, exitCode, toJSON } = error as DisjointError;
      expect({ code, exitCode }).toEqual({ code: "bundle/invalid", exitCode: EXIT.data });
      for (const path of ["file.json", "$.a", "$.b", "$.c"]) expect(message).toContain(path);
      expect(Object.keys(toJSON.call(error))).toEqual(["code", "message", "hint"]);
    }
  });
});
