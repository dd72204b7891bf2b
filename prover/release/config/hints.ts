import type { Issue } from "../../shared/document.ts";
import { configSchema } from "./shape.ts";

/** The parts of a JSON Schema that are needed to find the description of a path. */
type Schema = {
  description?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  oneOf?: Schema[];
  $ref?: string;
  $defs?: Record<string, Schema>;
};

/**
 * What belongs in the invalid fields, from the descriptions of its JSON Schema.
 *
 * @param version of the configuration, 1 or 2
 */
export function hintFor(issues: readonly Issue[], version: 1 | 2): string {
  const root: Schema = configSchema(version);
  const lines = new Set(issues.map(({ path }) => lineFor(root, path)));
  return [...lines].join("\n  ");
}

/** The description nearest to a path; for an unknown field, that of the object around it. */
function lineFor(root: Schema, path: string): string {
  const steps = path.match(/[^.[\]$]+/g) ?? [];
  let line = `$: ${root.description}`;
  let place = "$";
  let schemas = [root];
  for (const step of steps) {
    const isIndex = /^[0-9]+$/.test(step);
    schemas = schemas
      .flatMap((schema) => expand(root, schema))
      .flatMap((schema) => (isIndex ? schema.items : schema.properties?.[step]) ?? []);
    if (schemas.length === 0) break;
    place += isIndex ? "[]" : `.${step}`;
    const described = schemas.flatMap((schema) => expand(root, schema)).find(({ description }) => description);
    if (described) line = `${place}: ${described.description}`;
  }
  return line;
}

/** A schema and everything that it refers to or offers as alternatives. */
function expand(root: Schema, schema: Schema): Schema[] {
  const named = schema.$ref === undefined ? [] : [root.$defs![schema.$ref.replace("#/$defs/", "")]!];
  return [schema, ...[...named, ...(schema.oneOf ?? [])].flatMap((inner) => expand(root, inner))];
}
