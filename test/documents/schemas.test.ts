import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";
import { PUBLISHED } from "../../scripts/schemas/published.ts";

const FOLDER = join(PROJECT_ROOT, "schema");
const read = (name: string) => JSON.parse(readFileSync(join(FOLDER, name), "utf8"));

describe("a published schema", () => {
  it.each(Object.keys(PUBLISHED))("is generated from its reader's shape: %s", (name) => {
    expect(JSON.stringify(read(name)) === JSON.stringify(PUBLISHED[name]), "node scripts/schemas.ts writes it").toBe(
      true,
    );
  });

  it.each(readdirSync(FOLDER))("is accepted by an independent validator: %s", (name) => {
    expect(new Ajv2020({ strictTypes: false }).compile(read(name))).toBeTypeOf("function");
  });
});
