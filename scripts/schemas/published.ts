import { configSchema } from "../../prover/release/config/shape.ts";
import type { JsonSchema } from "../../prover/shared/shape/shape.ts";

const DIALECT = "https://json-schema.org/draft/2020-12/schema";

/** The schemas that are generated from the shapes of the documents, by format. */
const SCHEMAS: Record<string, JsonSchema> = {
  "config/v1": configSchema(1),
  "config/v2": configSchema(2),
};

/** The generated schemas by the names of their files in schema/. */
export const PUBLISHED: Record<string, JsonSchema> = Object.fromEntries(
  Object.entries(SCHEMAS).map(([format, schema]) => [
    `${format.replace("/", ".")}.json`,
    {
      $schema: DIALECT,
      $id: `urn:disjoint:schema:${format.replace("/", ":")}`,
      title: `disjoint/${format}`,
      ...schema,
    },
  ]),
);
