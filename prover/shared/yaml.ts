import { requirePeer } from "./peers.ts";

/**
 * Loads the package for YAML.
 *
 * @throws usage `package/missing-peer` when it is not installed
 */
export const loadYaml = () => requirePeer<typeof import("yaml")>("Reading YAML");

/**
 * Parses a YAML 1.2 document of the core schema, in UTF-8. Repeated keys, custom tags and everything that the library
 * warns of are errors.
 *
 * @param bytes the document
 * @param yaml the package, if it is loaded already
 * @throws Error that says what is wrong
 */
export function parseYaml(bytes: Uint8Array, { parseDocument } = loadYaml()): unknown {
  const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  const document = parseDocument(text, { version: "1.2", schema: "core", strict: true, uniqueKeys: true });
  const [problem] = [...document.errors, ...document.warnings];
  if (problem) throw new Error(problem.message);
  return document.toJS({ maxAliasCount: 100 });
}
