import type { JsonSchema, Shape } from "./shape.ts";

/**
 * The JSON Schema of a shape.
 *
 * @param names shapes that are written once, in `$defs`, and referred to by these names
 */
export function toJsonSchema(
  shape: Shape<unknown>,
  names: ReadonlyMap<Shape<unknown>, string> = new Map(),
): JsonSchema {
  const definitions: Record<string, JsonSchema> = {};
  const of = (inner: Shape<unknown>): JsonSchema => {
    const name = names.get(inner);
    if (name === undefined) return inner.schema(of);
    definitions[name] ??= inner.schema(of);
    return { $ref: `#/$defs/${name}` };
  };
  const root = shape.schema(of);
  const whole = { ...root, ...(Object.keys(definitions).length > 0 && { $defs: definitions }) };
  return JSON.parse(JSON.stringify(whole, (_, value) => (value instanceof RegExp ? toPattern(value) : value)));
}

/** The source of a regular expression, with the escapes that other languages know as well. */
const toPattern = ({ source }: RegExp) => source.replaceAll("\\/", "/").replaceAll("\\0", "\\u0000");
