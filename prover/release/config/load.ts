import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { inspectDocument, listIssues } from "../../shared/document.ts";
import { DisjointError, usageError } from "../../shared/errors.ts";
import { parseJson } from "../../shared/json.ts";
import { withoutSecrets } from "../../shared/redact.ts";
import { reasonOf } from "../../shared/storage.ts";
import { loadYaml, parseYaml } from "../../shared/yaml.ts";
import type { Config } from "./config.ts";
import { hintFor } from "./hints.ts";
import { readConfig, versionOf } from "./read.ts";

/** Names of a configuration's file, of which a folder may hold one. */
export const CONFIG_FILES = ["ts", "yaml", "yml", "json"].map((ending) => `disjoint.config.${ending}`);

/**
 * Reads a configuration.
 *
 * @param given its file, or a folder that holds one (`CONFIG_FILES`)
 * @throws usage `config/not-found`, `config/several`, `config/undecided` while a person has something to decide,
 * `config/syntax`, `config/invalid` with every bad field and what belongs there
 * @example
 * const config = await loadConfig("disjoint.config.yaml");
 * console.log(config.model.name); // poet
 */
export async function loadConfig(given = "."): Promise<Config & { file: string }> {
  const file = findFile(resolve(given));
  const document = await readDocumentOf(file);
  const result = inspectDocument((reader) => readConfig(reader, document, file));
  if (!("value" in result))
    throw usageError(
      "config/invalid",
      `${file}: ${withoutSecrets(listIssues(result.issues))}`,
      hintFor(result.issues, versionOf(document)),
    );
  const { config, undecided } = result.value;
  if (undecided.length === 0) return { ...config, file };
  throw usageError(
    "config/undecided",
    `${file} leaves undecided: ${undecided.join(", ")}`,
    "Say there how the data is read and which fields hold the works: what is not compared is not found.",
  );
}

function findFile(path: string): string {
  if (CONFIG_FILES.some((name) => path.endsWith(name)) || /\.(ts|yaml|yml|json)$/.test(path)) return path;
  const found = CONFIG_FILES.map((name) => join(path, name)).filter((file) => existsSync(file));
  if (found.length === 1) return found[0]!;
  if (found.length > 1)
    throw usageError(
      "config/several",
      `${path} holds ${found.length} configurations`,
      "Give the path of one as `config`.",
    );
  throw usageError(
    "config/not-found",
    `${path} holds no ${CONFIG_FILES[0]}, .yaml or .json`,
    "Propose one from the data first. Or give its path as `config`.",
  );
}

/** What the file holds, not yet validated. */
async function readDocumentOf(file: string): Promise<unknown> {
  const bytes = await readFile(file).catch((error: Error) => {
    throw usageError("config/not-found", `${file} cannot be read: ${reasonOf(error)}`, "Give its path as `config`.");
  });
  if (file.endsWith(".ts")) return withoutUndefined(await importDefault(file));
  const yaml = file.endsWith(".json") ? undefined : loadYaml();
  try {
    return yaml === undefined ? parseJson(bytes, "the document") : parseYaml(bytes, yaml);
  } catch (error) {
    throw syntax(file, (error as Error).message);
  }
}

async function importDefault(file: string): Promise<unknown> {
  const module = await import(pathToFileURL(file).href).catch((error: Error) => {
    if (error instanceof DisjointError) throw error;
    throw syntax(file, error.message);
  });
  if ("default" in module) return module.default;
  throw syntax(file, "has no default export");
}

/** What is wrong and where, without the value, which may be a secret. */
const syntax = (file: string, problem: string) =>
  usageError(
    "config/syntax",
    `${file}: ${withoutSecrets(problem.split("\n")[0]!.replace(/:$/, ""))}`,
    `Correct the file; schema/config.v2.json describes it.`,
  );

/** In a program, `undefined` leaves a field out. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (value === null || typeof value !== "object" || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => (inner === undefined ? [] : [[key, withoutUndefined(inner)]])),
  );
}
