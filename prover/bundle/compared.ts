import type { Commitment } from "../shared/ids.ts";
import { COMMITMENT, NAME, SCHEME, SHA256 } from "../shared/shape/fields.ts";
import { object } from "../shared/shape/object.ts";

/** What every bundle says: which shard was compared with which list, and by which scheme. It holds nothing private. */
export type Compared = {
  commitment: Commitment;
  scheme: string;
  /** `root`: SHA-256 of the list's root document, lower-case hex. */
  blocklist: { name: string; root: string };
};

/** The list that a document is about. */
export const BLOCKLIST = object({ name: NAME, root: SHA256 });

/** The fields that every bundle has. */
export const COMPARED = { commitment: COMMITMENT, scheme: SCHEME, blocklist: BLOCKLIST };
