import { matchesGlob } from "node:path";
import { DisjointError, usageError } from "../shared/errors.ts";
import { sourceError } from "./errors.ts";
import { readingOf } from "./format.ts";
import type { Source } from "./row.ts";
import { listS3, type Signed, s3Url, signS3 } from "./s3.ts";
import type { SourceSpec } from "./spec.ts";

/** Times that a transfer is taken up again without a byte having come. */
const ATTEMPTS = 4;

const AGAIN = "Check the address and the network, and run again: what was read is kept.";

/** Whether a source is an address on the web and not a path. */
export const isRemote = (path: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(path);

/**
 * The files that a remote root stands for: one address, or every object under an `s3://bucket/prefix/`. A file's entity
 * tag stands for its content: every later request demands it (If-Match), so a file that changes in between is an error
 * and never a mixture. Plain http is taken from this machine only.
 *
 * @throws data `source/not-found`, `source/no-entity-tag`, `source/network`, `source/empty`; usage `source/bad-address`
 */
export async function remoteSources({ path, format, include }: SourceSpec): Promise<Source[]> {
  if (!(path.startsWith("s3://") && path.endsWith("/"))) return [await remoteSource(path, nameOf(path), format)];
  const objects = (await listS3(path, fetchText))
    .map((object) => ({ object, name: object.slice(path.length) }))
    .filter(({ name }) => !include || include.some((pattern) => matchesGlob(name, pattern)));
  if (objects.length === 0)
    throw sourceError("empty", path, "holds no file to read", "Check the address and the patterns.");
  return Promise.all(objects.map(({ object }) => remoteSource(object, nameOf(object), format ?? "file")));
}

async function remoteSource(path: string, name: string, format: SourceSpec["format"]): Promise<Source> {
  const response = await request(path, "HEAD");
  if (!response.ok) throw sourceError("not-found", name, `answers ${response.status}`, AGAIN);
  const tag = response.headers.get("etag");
  const length = response.headers.get("content-length");
  if (tag === null || tag.startsWith("W/") || length === null || !/^[0-9]+$/.test(length))
    throw sourceError(
      "no-entity-tag",
      name,
      "has no strong entity tag or no length, by which a change could be noticed",
      "Download the file and give its path.",
    );
  const reading = readingOf(name, format === "auto" ? undefined : format);
  if (format === "auto" && reading.format === "file")
    throw sourceError("unknown-ending", name, "does not say by its ending how to read it", "Give its format.");
  return { name, path, ...reading, size: Number(length), identity: `${path} ${tag}` };
}

/** Host and path, or bucket and key: what manifests show. Queries may hold secrets. */
function nameOf(path: string): string {
  if (path.startsWith("s3://")) return path.slice("s3://".length);
  const url = addressOf(path);
  return url.host + url.pathname;
}

/**
 * The bytes of a remote file from `start` to `end`, taken up again where a transfer broke off.
 *
 * @throws data `source/changed`, `source/network`
 */
export async function* readRemote(source: Source, start: number, end: number): AsyncGenerator<Uint8Array> {
  let at = start;
  for (let attempt = 1; at < end; attempt++)
    try {
      for await (const chunk of transfer(source, at, end)) {
        at += chunk.length;
        attempt = 0;
        yield chunk;
      }
    } catch (error) {
      if (error instanceof DisjointError || attempt >= ATTEMPTS) throw error;
    }
}

async function* transfer(source: Source, start: number, end: number): AsyncGenerator<Uint8Array> {
  const tag = source.identity.slice(source.path.length + 1);
  const headers = { range: `bytes=${start}-${end - 1}`, "if-match": tag };
  const response = await request(source.path, "GET", headers);
  const isRange =
    response.status === 206 && response.headers.get("content-range") === `bytes ${start}-${end - 1}/${source.size}`;
  const isWhole = response.status === 200 && start === 0 && end === source.size;
  if (response.status === 412 || (response.ok && response.headers.get("etag") !== tag))
    throw sourceError(
      "changed",
      source.name,
      "was changed while it was being read",
      "Run again when the file is at rest.",
    );
  if (!(isRange || isWhole) || response.body === null)
    throw sourceError(
      "network",
      source.name,
      `answers ${response.status} to a request for bytes ${start} to ${end}`,
      AGAIN,
    );
  let left = end - start;
  for await (const chunk of response.body) {
    left -= chunk.length;
    if (left < 0) throw sourceError("network", source.name, "sends more bytes than it announced", AGAIN);
    yield chunk;
  }
}

async function fetchText(url: URL): Promise<string> {
  const response = await send(url.host + url.pathname, () => signS3("GET", url, {}), "GET");
  if (!response.ok) throw sourceError("network", url.host + url.pathname, `answers ${response.status}`, AGAIN);
  return response.text();
}

function request(path: string, method: "GET" | "HEAD", headers: Record<string, string> = {}): Promise<Response> {
  const url = addressOf(path);
  return send(nameOf(path), () => (path.startsWith("s3://") ? signS3(method, url, headers) : { url, headers }), method);
}

async function send(name: string, sign: () => Signed, method: "GET" | "HEAD"): Promise<Response> {
  for (let attempt = 1; ; attempt++)
    try {
      const { url, headers } = sign();
      // Bytes are counted as they are stored: no compression in transit. Not signed, because fetch may write it twice.
      return await fetch(url, { method, headers: { ...headers, "accept-encoding": "identity" } });
    } catch (error) {
      if (attempt >= ATTEMPTS)
        throw sourceError("network", name, `cannot be reached: ${(error as Error).message}`, AGAIN, error);
    }
}

function addressOf(path: string): URL {
  const url = path.startsWith("s3://") ? s3Url(path) : URL.parse(path);
  const isLocal = url !== null && ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
  if (url && (url.protocol === "https:" || (url.protocol === "http:" && isLocal)) && url.username === "") return url;
  throw usageError(
    "source/bad-address",
    `${path.split("?")[0]} is not an https or s3 address`,
    "Give an address, or a path.",
  );
}
