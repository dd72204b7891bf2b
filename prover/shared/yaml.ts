import { parseDocument } from "yaml";

/**
 * Parses a YAML 1.2 document of the core schema, in UTF-8. Repeated keys, custom tags and everything that the library
 * warns of are errors.
 *
 * @throws Error that says what is wrong
 */
export function parseYaml(bytes: Uint8Array): unknown {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const document = parseDocument(text, { version: "1.2", schema: "core", strict: true, uniqueKeys: true });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) throw new Error(problem.message);
  return document.toJS({ maxAliasCount: 100 });
}
