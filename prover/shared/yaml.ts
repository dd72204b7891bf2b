import { parseDocument } from "yaml";

/**
 * The value of a YAML 1.2 document of the core schema: UTF-8, no repeated key, no tag of one's own, nothing to warn of.
 *
 * @throws Error with what is wrong
 */
export function parseYaml(bytes: Uint8Array): unknown {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const document = parseDocument(text, { version: "1.2", schema: "core", strict: true, uniqueKeys: true });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) throw new Error(problem.message);
  return document.toJS({ maxAliasCount: 100 });
}
