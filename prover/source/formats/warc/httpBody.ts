import type { DisjointError } from "../../../shared/errors.ts";
import { sourceError } from "../../records/errors.ts";

/** Encodings that change nothing. */
const PLAIN = /^(identity)?$/i;

/** The body of an HTTP response as it was sent. In another encoding it is not the page's bytes, and the cell is bad. */
export function httpBody(response: Uint8Array, where: string): Uint8Array | DisjointError {
  const bytes = Buffer.from(response.buffer, response.byteOffset, response.length);
  const end = bytes.indexOf("\r\n\r\n");
  const header = bytes.toString("latin1", 0, Math.max(end, 0)).split("\r\n");
  if (end === -1 || !header[0]!.startsWith("HTTP/")) return sourceError("source/bad-http", where, "has no HTTP header");
  for (const line of header) {
    const [, name, encoding = ""] = /^(content-encoding|transfer-encoding)[ \t]*:[ \t]*(.*?)[ \t]*$/i.exec(line) ?? [];
    if (name !== undefined && !PLAIN.test(encoding))
      return sourceError("source/encoded-body", where, `has a body in the ${name} ${encoding}, not the page itself`);
  }
  return bytes.subarray(end + 4);
}
