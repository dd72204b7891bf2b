import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

/** The published schema of a format, such as `schema/<name>.v1.json`, under an independent validator. */
export const publishedSchema = async (name: string, version = "v1"): Promise<ValidateFunction> =>
  new Ajv2020({ strictTypes: false }).compile(
    JSON.parse(await readFile(join(PROJECT_ROOT, `schema/${name}.${version}.json`), "utf8")),
  );
