/**
 * Versions of a list's root document. The second names what was left out; the third has accumulators as well, and
 * names what was left out, even if it is nothing.
 */
export const LIST_FORMATS = ["disjoint/blocklist/v1", "disjoint/blocklist/v2", "disjoint/blocklist/v3"] as const;

const FIELDS = ["format", "name", "scheme", "pageSize", "confidential", "epochs", "pages"];
const MORE_FIELDS = ["leftOut", "accumulators"];

/**
 * The format that a root document must have, and its fields: those of the first version if its format is unknown.
 * `isOpen`: whether it names what was left out; `isAccumulated`: whether it has accumulators.
 */
export function listVersionOf(document: unknown) {
  const { format } = (document ?? {}) as { format?: unknown };
  const version = Math.max(0, LIST_FORMATS.indexOf(format as (typeof LIST_FORMATS)[number]));
  return {
    format: LIST_FORMATS[version]!,
    fields: [...FIELDS, ...MORE_FIELDS.slice(0, version)],
    isOpen: version > 0,
    isAccumulated: version > 1,
  };
}
