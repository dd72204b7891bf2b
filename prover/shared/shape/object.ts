import { DocumentReader } from "../document.ts";
import { type Infer, type JsonSchema, literal, mapped, type Shape } from "./shape.ts";

/** A field that may be left out. */
type Optional<T> = Shape<T> & { optional: true };

/** Marks a field of an object that may be left out. */
export const optional = <T>(inner: Shape<T>): Optional<T> => ({
  read: inner.read,
  schema: (of) => of(inner),
  optional: true,
});

type Fields = Record<string, Shape<unknown>>;
type OptionalKeys<F extends Fields> = { [K in keyof F]: F[K] extends { optional: true } ? K : never }[keyof F];
type Flat<T> = { [K in keyof T]: T[K] };

/** The type of an object with these fields. */
type Values<F extends Fields> = Flat<
  { [K in Exclude<keyof F, OptionalKeys<F>>]: Infer<F[K]> } & { [K in OptionalKeys<F>]?: Infer<F[K]> }
>;

/** The shape of an object. */
type ObjectShape<F extends Fields = Fields> = Shape<Values<F>> & { fields: F };

const isOptional = (field: Shape<unknown>) => "optional" in field;

/** An object with these fields, of which some may be left out, and no others. */
export function object<F extends Fields>(fields: F): ObjectShape<F> {
  const names = Object.keys(fields);
  const required = names.filter((name) => !isOptional(fields[name]!));
  const others = names.filter((name) => isOptional(fields[name]!));
  const all = names.map((name) => ({ name, shape: fields[name]!, isRequired: !isOptional(fields[name]!) }));
  return {
    fields,
    read(reader, value, path) {
      const given = reader.object(value, path, required, others);
      const read: Record<string, unknown> = {};
      for (const { name, shape, isRequired } of all)
        if (isRequired || given[name] !== undefined) read[name] = shape.read(reader, given[name], `${path}.${name}`);
      return read as Values<F>;
    },
    schema: (of) => ({
      type: "object",
      ...(required.length > 0 && { required }),
      additionalProperties: false,
      properties: Object.fromEntries(names.map((name): [string, JsonSchema] => [name, of(fields[name]!)])),
    }),
  };
}

/** An object whose fields have any names, and values of one shape. */
export const record = <T>(value: Shape<T>): Shape<Record<string, T>> => ({
  read(reader, given, path) {
    const names = typeof given === "object" && given !== null ? Object.keys(given) : [];
    const fields = Object.entries(reader.object(given, path, names));
    return Object.fromEntries(fields.map(([name, each]) => [name, value.read(reader, each, `${path}.${name}`)]));
  },
  schema: (of) => ({ type: "object", additionalProperties: of(value) }),
});

/** A document: an object with these fields beside its format, which is not part of the value. */
export const documentOf = <F extends Fields>(format: string, fields: F): Shape<Values<F>> =>
  mapped<unknown, Values<F>>(object({ format: literal(format), ...fields }), (value) => {
    const { format: _, ...rest } = value as { format: string };
    return rest as Values<F>;
  });

/**
 * An object of exactly one of some kinds: each kind has the field that names it, and perhaps others.
 *
 * @param kinds the shape of each kind under the name of the field
 */
export function oneKindOf<K extends Record<string, ObjectShape>>(kinds: K): Shape<Infer<K[keyof K]>> {
  const names = Object.keys(kinds);
  const fieldsOf = (name: string) => Object.keys(kinds[name]!.fields);
  return {
    read(reader, value, path) {
      const given = reader.object(value, path, [], names.flatMap(fieldsOf));
      const found = names.filter((name) => given[name] !== undefined);
      const kind = found[0] ?? names[0]!;
      const read = (each: DocumentReader) => kinds[kind]!.read(each, value, path) as Infer<K[keyof K]>;
      if (found.length !== 1) {
        reader.refuse(path, `has ${found.length} of ${names.slice(0, -1).join(", ")} and ${names.at(-1)}, not one`);
        return read(new DocumentReader());
      }
      for (const other of names)
        for (const field of other === kind ? [] : fieldsOf(other))
          if (given[field] !== undefined) reader.refuse(`${path}.${field}`, `is given without ${other}`);
      return read(reader);
    },
    schema: (of) => ({ oneOf: names.map((name) => of(kinds[name]!)) }),
  };
}
