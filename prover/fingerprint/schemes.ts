import { usageError } from "../shared/errors.ts";
import { digestScheme } from "./digest.ts";
import { minhashScheme } from "./minhash.ts";
import { repoScheme } from "./repo.ts";
import type { Scheme } from "./scheme.ts";
import { textScheme } from "./text.ts";
import { domainScheme, urlScheme } from "./url.ts";
import { urlV2Scheme } from "./urlV2.ts";

const SCHEMES: readonly Scheme[] = [
  digestScheme("sha256", 32),
  digestScheme("sha1", 20),
  digestScheme("md5", 16),
  textScheme,
  urlScheme,
  urlV2Scheme,
  domainScheme,
  repoScheme,
  minhashScheme,
];

/** Every scheme that a shard or list may have. */
export const listSchemeNames = (): string[] => SCHEMES.map((scheme) => scheme.name);

/**
 * The scheme of that name.
 *
 * @throws usage `fingerprint/unknown-scheme`
 * @example
 * console.log(findScheme("text").name); // text
 */
export function findScheme(name: string): Scheme {
  const scheme = SCHEMES.find((known) => known.name === name);
  if (scheme) return scheme;
  throw usageError(
    "fingerprint/unknown-scheme",
    `there is no scheme ${JSON.stringify(name)}`,
    `Known schemes: ${listSchemeNames().join(", ")}.`,
  );
}
