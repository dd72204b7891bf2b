import type { DocumentReader } from "../document.ts";

/** A JSON Schema (https://json-schema.org/draft/2020-12), or a part of one. Patterns are regular expressions. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/**
 * What a value of a document must be. From this one definition the value is read, its type follows (`Infer`), and its
 * JSON Schema is generated.
 */
export type Shape<T> = {
  /** Validates a value: each invalid field is refused by its path, in place of which a placeholder is returned. */
  read(reader: DocumentReader, value: unknown, path: string): T;
  /** The JSON Schema; `of` gives the schema of a shape inside. */
  schema(of: (inner: Shape<unknown>) => JsonSchema): JsonSchema;
};

/** The type of the values of a shape. */
export type Infer<S> = S extends Shape<infer T> ? T : never;

/** Text that matches; `meaning` says what was expected. */
export const text = <T extends string = string>(pattern: RegExp, meaning: string): Shape<T> => ({
  read: (reader, value, path) => reader.text(value, path, pattern, meaning) as T,
  schema: () => ({ type: "string", pattern }),
});

/** A whole number from `minimum` to `maximum`, both included. */
export const integer = (minimum: number, maximum: number): Shape<number> => ({
  read: (reader, value, path) => reader.integer(value, path, minimum, maximum),
  schema: () => ({ type: "integer", minimum, maximum }),
});

/** True or false. */
export const flag: Shape<boolean> = {
  read(reader, value, path) {
    if (typeof value !== "boolean") reader.refuse(path, "is not true or false");
    return value === true;
  },
  schema: () => ({ type: "boolean" }),
};

/** One value. */
export const literal = <const T extends string | number | null>(expected: T): Shape<T> => ({
  read: (reader, value, path) => reader.literal<T>(value, path, expected),
  schema: () => ({ const: expected }),
});

/** One of some values. */
export const oneOf = <const T extends string | number>(choices: readonly T[]): Shape<T> => ({
  read(reader, value, path) {
    const choice = choices.find((known) => known === value);
    if (choice === undefined) reader.refuse(path, `is not one of ${choices.join(", ")}`);
    return choice ?? choices[0]!;
  },
  schema: () => ({ enum: choices }),
});

/** At least `least` elements of one shape; `tooFew` says what is wrong with fewer. */
export const list = <T>(item: Shape<T>, least = 0, tooFew = "is empty"): Shape<T[]> => ({
  read(reader, value, path) {
    const elements = reader.array(value, path);
    if (Array.isArray(value) && elements.length < least) reader.refuse(path, tooFew);
    return elements.map((each, i) => item.read(reader, each, `${path}[${i}]`));
  },
  schema: (of) => ({ type: "array", items: of(item), ...(least > 0 && { minItems: least }) }),
});

/** Exactly `length` elements of one shape. */
export const exactly = <T>(item: Shape<T>, length: number): Shape<T[]> => ({
  read: (reader, value, path) =>
    reader.array(value, path, length).map((each, i) => item.read(reader, each, `${path}[${i}]`)),
  schema: (of) => ({ type: "array", items: of(item), minItems: length, maxItems: length }),
});

/** A value, or null. */
export const nullable = <T>(inner: Shape<T>): Shape<T | null> => ({
  read: (reader, value, path) => (value === null ? null : inner.read(reader, value, path)),
  schema: (of) => ({ anyOf: [of(inner), { type: "null" }] }),
});

/** The value of a shape in another form. */
export const mapped = <T, U>(inner: Shape<T>, map: (value: T) => U): Shape<U> => ({
  read: (reader, value, path) => map(inner.read(reader, value, path)),
  schema: (of) => of(inner),
});

/** A shape with a rule about its fields together, and what of the rule a JSON Schema can say. */
export const checked = <T>(
  inner: Shape<T>,
  check: (reader: DocumentReader, value: T, path: string) => void,
  rule: JsonSchema = {},
): Shape<T> => ({
  read(reader, value, path) {
    const result = inner.read(reader, value, path);
    check(reader, result, path);
    return result;
  },
  schema: (of) => ({ ...of(inner), ...rule }),
});

/** One of some shapes; `pick` says which a value is read as. */
export const either = <S extends Shape<unknown>>(
  shapes: readonly S[],
  pick: (value: unknown) => S,
): Shape<Infer<S>> => ({
  read: (reader, value, path) => pick(value).read(reader, value, path) as Infer<S>,
  schema: (of) => ({ oneOf: shapes.map(of) }),
});

/** A shape with a description for people, which its JSON Schema has. */
export const described = <S extends Shape<unknown>>(inner: S, description: string): S => ({
  ...inner,
  schema: (of) => ({ description, ...of(inner) }),
});
