import { createHash } from "node:crypto";
import { sourceError } from "../../records/errors.ts";

/** The fields of a record's header; `digest` as written, for example `sha1:VXT4AF5BBZVHDYKNC2CSM8TEAWDB6CH8`. */
export type WarcHeader = {
  type: string;
  length: number;
  url: string | undefined;
  digest: string | undefined;
  isHttp: boolean;
  isSegment: boolean;
};

const VERSION = /^WARC\/(0\.17|0\.18|1\.0|1\.1)$/;

/**
 * A header up to the empty line.
 *
 * @throws data `source/bad-warc`
 */
export function parseWarcHeader(bytes: Uint8Array, where: string): WarcHeader {
  const bad = (problem: string) => sourceError("source/bad-warc", where, problem);
  const [version = "", ...lines] = Buffer.from(bytes).toString("utf8").split("\r\n");
  if (!VERSION.test(version))
    throw bad(`begins with ${JSON.stringify(version.slice(0, 40))}, not with a known version`);
  const fields = new Map<string, string>();
  for (const line of lines
    .join("\r\n")
    .replaceAll(/\r\n[ \t]+/g, " ")
    .split("\r\n")) {
    const [, name, value] = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*([^\r\n]*?)[ \t]*$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      throw bad(`${JSON.stringify(line.slice(0, 40))} is not a header line`);
    const key = name.toLowerCase();
    if (fields.has(key) && key !== "warc-concurrent-to") throw bad(`says ${name} twice`);
    fields.set(key, value);
  }
  const type = fields.get("warc-type");
  const length = fields.get("content-length") ?? "";
  if (type === undefined) throw bad("has no WARC-Type");
  if (!/^[0-9]{1,15}$/.test(length)) throw bad(`has the Content-Length ${JSON.stringify(length)}`);
  return {
    type,
    length: Number(length),
    url: fields.get("warc-target-uri")?.replace(/^<(.*)>$/, "$1"),
    digest: fields.get("warc-block-digest"),
    isHttp: /^application\/http\b/i.test(fields.get("content-type") ?? ""),
    isSegment: fields.has("warc-segment-number"),
  };
}

const ALGORITHMS = ["md5", "sha1", "sha256", "sha512"];
const BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** Checks a block against a digest in hex or in base32 without padding. A digest of an unknown algorithm is ignored. */
export function digestCheck(digest: string | undefined): { update(piece: Uint8Array): void; isIntact(): boolean } {
  const [, name = "", value = ""] = /^([^:]+):(.+)$/.exec(digest ?? "") ?? [];
  const algorithm = name.toLowerCase().replace("-", "");
  if (!ALGORITHMS.includes(algorithm)) return { update: () => {}, isIntact: () => true };
  const hash = createHash(algorithm);
  return {
    update: (piece) => void hash.update(piece),
    isIntact: () => {
      const bytes = hash.digest();
      return value.toLowerCase() === bytes.toString("hex") || value.toUpperCase().replace(/=+$/, "") === base32(bytes);
    },
  };
}

/** RFC 4648, section 6, without padding. */
function base32(bytes: Uint8Array): string {
  let bits = "";
  for (const byte of bytes) bits += byte.toString(2).padStart(8, "0");
  return (bits.match(/.{1,5}/g) ?? []).map((five) => BASE32[Number.parseInt(five.padEnd(5, "0"), 2)]).join("");
}
