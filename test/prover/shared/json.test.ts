import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DisjointError } from "../../../prover/shared/errors.ts";
import { parseJson, stringifyJson } from "../../../prover/shared/json.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const codeOf = (input: string | Uint8Array): string => {
  try {
    parseJson(typeof input === "string" ? bytes(input) : input, "test");
  } catch (error) {
    if (error instanceof DisjointError) return error.code;
    throw error;
  }
  return "accepted";
};

describe("strict JSON", () => {
  it("reads every JSON value as JSON.parse does", () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseJson(bytes(text), "test")).toEqual(JSON.parse(text));
      }),
    );
  });

  it("agrees with JSON.parse on which mutated documents are JSON", () => {
    const seed = '{"a":[1,-2.5e3,true,null,"x\\n\\u00e9 é"],"b":{"c":""}} ';
    fc.assert(
      fc.property(fc.nat(seed.length - 1), fc.constantFrom(...'{}[],:"\\0-e.tnu \n\u0001'), (at, letter) => {
        const text = seed.slice(0, at) + letter + seed.slice(at + 1);
        let native = true;
        try {
          JSON.parse(text);
        } catch {
          native = false;
        }
        const code = codeOf(text);
        if (code !== "json/duplicate-key") expect(code === "accepted").toBe(native);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["\ufeff{}", "json/byte-order-mark"],
    ['{"a":1,"a":1}', "json/duplicate-key"],
    ['{"a":1,"\\u0061":1}', "json/duplicate-key"],
    ['{"__proto__":1,"__proto__":2}', "json/duplicate-key"],
    ['"\\ud800"', "json/lone-surrogate"],
    ['"\\udc00\\ud800"', "json/lone-surrogate"],
    ["[".repeat(300) + "]".repeat(300), "json/too-deep"],
    ["[".repeat(100_000), "json/too-deep"],
    ["1e999", "json/syntax"],
    ["01", "json/syntax"],
    ["{} {}", "json/syntax"],
    ["", "json/syntax"],
    ['"a', "json/syntax"],
    ['"a\\', "json/syntax"],
    ['"\\u12', "json/syntax"],
    ["[1,]", "json/syntax"],
    ['{"a":1,}', "json/syntax"],
    ["NaN", "json/syntax"],
    ['"\\constructor"', "json/syntax"],
  ])("refuses %j", (text, code) => expect(codeOf(text)).toBe(code));

  it.each([[0xff], [0xc0, 0x80], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xc3]])(
    "refuses a string that is not UTF-8: %j",
    (...invalid) => expect(codeOf(Uint8Array.from([0x22, ...invalid, 0x22]))).toBe("json/not-utf8"),
  );

  it("keeps __proto__ as an ordinary key", () => {
    const value = parseJson(bytes('{"__proto__":{"x":1}}'), "test") as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(value)).toEqual(["__proto__"]);
  });

  it("names the byte, from the base it is given", () => {
    expect(() => parseJson(bytes('{"é":1,"é":2}'), "line", 100)).toThrow(/byte 112/);
  });
});

describe("canonical JSON", () => {
  it("has one spelling whatever the order of the keys", () => {
    expect(stringifyJson({ 9: 0, 10: -0, a: 1, "": {}, 1: [] })).toBe('{"":{},"1":[],"10":0,"9":0,"a":1}');
    expect(stringifyJson({ b: [1, { d: 1, c: "é" }], a: null })).toBe('{"a":null,"b":[1,{"c":"é","d":1}]}');
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (object) => {
        const reversed = Object.fromEntries(Object.entries(object).reverse());
        expect(stringifyJson(reversed)).toBe(stringifyJson(object));
        expect(parseJson(bytes(stringifyJson(object, 2)), "test")).toEqual(object);
      }),
    );
  });

  it.each([undefined, Number.NaN, 1n, () => 1])("refuses %s", (value) => {
    expect(() => stringifyJson({ value })).toThrow(TypeError);
  });
});
