import type { DocumentReader } from "../shared/document.ts";
import type { Commitment } from "../shared/ids.ts";
import { FIELD } from "./fields.ts";

/** What every bundle says: which shard was compared with which list, and by which scheme. It holds nothing private. */
export type Compared = {
  commitment: Commitment;
  scheme: string;
  /** `root`: SHA-256 of the list's root document, lower-case hex. */
  blocklist: { name: string; root: string };
};

/** Validates the fields that every bundle has. */
export function readCompared(reader: DocumentReader, fields: Record<string, unknown>): Compared {
  const blocklist = reader.object(fields.blocklist, "$.blocklist", ["name", "root"]);
  return {
    commitment: FIELD.commitment(reader, fields.commitment, "$.commitment"),
    scheme: FIELD.scheme(reader, fields.scheme, "$.scheme"),
    blocklist: {
      name: FIELD.name(reader, blocklist.name, "$.blocklist.name"),
      root: FIELD.sha256(reader, blocklist.root, "$.blocklist.root"),
    },
  };
}
