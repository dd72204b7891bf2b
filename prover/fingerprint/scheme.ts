import { usageError } from "../shared/errors.ts";
import { digestScheme } from "./digest.ts";
import { minhashScheme } from "./minhash.ts";
import { textScheme } from "./text.ts";
import { domainScheme, urlScheme } from "./url.ts";

/**
 * One way to recognise a work. A record has one or more values under a scheme, and each value has one key.
 * The name is part of every key: a rule that changes needs a new name.
 */
export type Scheme = {
  name: string;
  /** Digest of whole works, which may then be hashed in pieces however large they are. */
  algorithm?: string;
  /** Bytes of a value, when all values are digests: such lists can be published as hashes. */
  digestBytes?: number;
  /** The values of a record of the dataset. Throws `fingerprint/...` for bytes the scheme cannot read. */
  values(record: Uint8Array): Uint8Array[];
  /** The values of an entry of a blocklist, when they are not those of a record. */
  entryValues?(work: Uint8Array): Uint8Array[];
};

const SCHEMES: readonly Scheme[] = [
  digestScheme("sha256", 32),
  digestScheme("sha1", 20),
  digestScheme("md5", 16),
  textScheme,
  urlScheme,
  domainScheme,
  minhashScheme,
];

/** Every scheme that a shard or list may have. */
export const schemeNames = (): string[] => SCHEMES.map((scheme) => scheme.name);

/**
 * The scheme of that name.
 *
 * @throws usage `fingerprint/unknown-scheme`
 */
export function schemeOf(name: string): Scheme {
  const scheme = SCHEMES.find((known) => known.name === name);
  if (scheme) return scheme;
  throw usageError(
    "fingerprint/unknown-scheme",
    `there is no scheme ${JSON.stringify(name)}`,
    `Known schemes: ${schemeNames().join(", ")}.`,
  );
}
