import { parseDigest } from "../fingerprint/digest.ts";
import type { Scheme } from "../fingerprint/scheme.ts";
import { dataError } from "../shared/errors.ts";

/** A digest in a line of a list, its label, and the algorithm if the line names one. */
type Written = { digest: string; label: string; algorithm?: string };

/** Spelling of `algorithm` in lists: without punctuation, and SHA-2 with or without its family. */
const ALGORITHMS: Record<string, string> = { sha: "sha1", sha2256: "sha256" };

const NAMED = /^(?:MD|SHA|BLAKE|SM|RMD|RIPEMD|WHIRLPOOL|HMAC|KECCAK|SHAKE|XXH|CRC)[\w./-]*$/i;

/**
 * The digest and the label of a line as tools write it:
 *
 * - GNU coreutils: `HEX  name`, `HEX *name`, with a backslash before the digest where the name is escaped
 * - BSD and `--tag`: `SHA256 (name) = HEX`; OpenSSL: `SHA2-256(name)= HEX`, `(stdin)= HEX`
 * - OCI: `sha256:HEX`, `image@sha256:HEX`; subresource integrity: `sha256-BASE64`
 * - PowerShell's `Get-FileHash`: a row `SHA256  HEX  path` of its table, or a list's `Algorithm : SHA256 …` in one line
 * - by hand: a digest in hexadecimal or base64, then blanks and a label
 *
 * @throws data `fingerprint/bad-digest`, `blocklist/other-algorithm`; usage `fingerprint/not-a-digest`
 */
export function readDigestLine(scheme: Scheme, line: string): { digest: Uint8Array; label: string } {
  const { digest, label, algorithm } = written(line);
  if (algorithm !== undefined) refuseOtherAlgorithm(scheme, algorithm, label || digest);
  // OpenSSL's -c puts colons between the bytes.
  const plain = /^[0-9a-f]{2}(?::[0-9a-f]{2})+$/i.test(digest) ? digest.replaceAll(":", "") : digest;
  return { digest: parseDigest(scheme, plain), label };
}

/**
 * For a digest with its algorithm named beside it.
 *
 * @throws data `blocklist/other-algorithm`
 */
export function refuseOtherAlgorithm(scheme: Scheme, algorithm: string, label: string): void {
  if (algorithmOf(algorithm) === scheme.algorithm) return;
  throw dataError(
    "blocklist/other-algorithm",
    `${JSON.stringify(label.slice(0, 140))} has a digest of ${algorithm}, and the scheme of the list is ${scheme.name}`,
    "Put the digests of each algorithm into a list of its own scheme, or leave them out.",
  );
}

function written(line: string): Written {
  // Most lines of most lists: no name of an algorithm has hexadecimal digits alone.
  if (/^[0-9a-fA-F]+$/.test(line)) return { digest: line, label: "" };
  const isEscaped = line.startsWith("\\");
  const nameOf = (name: string) => (isEscaped ? unescapeName(name) : name);
  const text = isEscaped ? line.slice(1) : line;
  const [, named, ofName, ofDigest] = /^([\w./-]*) ?\((.*)\) ?= ?(\S+)$/s.exec(text) ?? [];
  if (ofDigest !== undefined)
    return { digest: ofDigest, label: nameOf(ofName!), ...(named ? { algorithm: named } : {}) };
  const [, listed, hash, path] = /^Algorithm : (\S+) Hash : (\S+) Path : (.*)$/.exec(text) ?? [];
  if (hash !== undefined) return { digest: hash, label: path!, algorithm: listed! };
  const [, first = "", marker, rest = ""] = /^(\S+)(?: (?=\*)(\*)|\s*)(.*)$/s.exec(text) ?? [];
  if (NAMED.test(first) && /^\S+\s+\S/.test(rest)) {
    const [, digest, label] = /^(\S+)\s+(.*)$/s.exec(rest) as unknown as [string, string, string];
    return { digest, label, algorithm: first };
  }
  const label = nameOf(marker === undefined ? rest : rest.trimStart());
  const [, image, prefix, digest] = /^(?:(\S+)@)?([A-Za-z][\w+.]*)[:-](\S+)$/.exec(first) ?? [];
  if (digest !== undefined && NAMED.test(prefix!))
    return { digest: digest.split("?")[0]!, label: label || (image ?? ""), algorithm: prefix! };
  return { digest: first, label };
}

const algorithmOf = (name: string): string => {
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9/]/g, "");
  return ALGORITHMS[plain] ?? plain;
};

const ESCAPES: Record<string, string> = { "\\\\": "\\", "\\n": "\n", "\\r": "\r" };

const unescapeName = (name: string): string => name.replaceAll(/\\[\\nr]/g, (pair) => ESCAPES[pair]!);

/**
 * Removes what PowerShell's `Get-FileHash` writes around its digests: the header of a table becomes blank, and the
 * three lines of each file in a list become one. The number of lines stays the same.
 */
export function withoutFileHashFrame(lines: readonly string[]): string[] {
  if (!lines.some((line) => /^\s*(?:Algorithm|-)/.test(line))) return [...lines];
  const framed = lines.map((line) => line.trim());
  return framed.map((line, i) => {
    if (/^Algorithm\s+Hash\s+Path$|^-+\s+-+\s+-+$/.test(line)) return "";
    if (/^Algorithm\s*:/.test(line) && /^Hash\s*:/.test(framed[i + 1] ?? "") && /^Path\s*:/.test(framed[i + 2] ?? ""))
      return [line, framed[i + 1], framed[i + 2]].map((part) => part!.replace(/\s*:\s*/, " : ")).join(" ");
    const isHash = /^Hash\s*:/.test(line) && /^Algorithm\s*:/.test(framed[i - 1] ?? "");
    const isPath = /^Path\s*:/.test(line) && /^Hash\s*:/.test(framed[i - 1] ?? "");
    return isHash || isPath ? "" : line;
  });
}
