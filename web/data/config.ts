import { inspectDocument } from "../../prover/shared/document.ts";
import { parseJson } from "../../prover/shared/json.ts";
import { object, optional } from "../../prover/shared/shape/object.ts";
import { described, list, literal, type Shape, text } from "../../prover/shared/shape/shape.ts";
import { PageError } from "./errors.ts";

/** The file beside the page. */
export const CONFIG_FILE = "config.json";

/** Version of the page's configuration. */
const PAGE_CONFIG_FORMAT = "disjoint/registry-page/v1";

/**
 * What the page reads, in `config.json` beside it. `snapshot` and `feeds`: addresses relative to the page; `feeds` is
 * the folder with the Atom feeds. `lists`: the folder with published lists, each in a folder named by its id. `nodes`:
 * JSON-RPC nodes that the snapshot is compared with.
 */
export type PageConfig = {
  format: typeof PAGE_CONFIG_FORMAT;
  snapshot: string;
  nodes: string[];
  feeds?: string;
  lists?: string;
};

const TEXT = text(/^/, "text");

const CONFIG: Shape<PageConfig> = object({
  format: literal(PAGE_CONFIG_FORMAT),
  snapshot: described(TEXT, "Address of the snapshot, relative to the page."),
  nodes: described(list(TEXT), "JSON-RPC nodes that the snapshot is compared with."),
  lists: optional(described(TEXT, "Folder with published lists, each below its id, relative to the page.")),
  feeds: optional(described(TEXT, "Folder of the Atom feeds, relative to the page.")),
});

/** @throws PageError `invalid` */
export function readConfig(bytes: Uint8Array): PageConfig {
  const value = parseJson(bytes, CONFIG_FILE);
  const read = inspectDocument((reader) => CONFIG.read(reader, value, "$"));
  if ("value" in read) return read.value;
  throw new PageError("invalid", CONFIG_FILE, read.issues.map(({ path, reason }) => `${path} ${reason}`).join("; "));
}
