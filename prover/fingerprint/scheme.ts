/**
 * One way to recognize a work. A record has one or more values under a scheme, and each value has one key. The name is
 * part of every key, so a changed rule needs a new name.
 */
export type Scheme = {
  name: string;
  /** Digest of whole works, which may then be hashed in pieces however large they are. */
  algorithm?: string;
  /** Length of a value in bytes, when all values are digests: such lists can be published as hashes. */
  digestBytes?: number;
  /** Where the only value of a record is a SHA-256: the bytes that it is of. Throws as `values`. */
  content?(record: Uint8Array): Uint8Array;
  /** The values of a record of the dataset. Throws `fingerprint/...` for bytes the scheme cannot read. */
  values(record: Uint8Array): Uint8Array[];
  /** The values of an entry of a blocklist, when they differ from those of a record. */
  entryValues?(work: Uint8Array): Uint8Array[];
};
