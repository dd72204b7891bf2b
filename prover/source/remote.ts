import { DisjointError, usageError } from "../shared/errors.ts";
import { sourceError } from "./errors.ts";
import { readingOf } from "./format.ts";
import type { Source } from "./row.ts";
import type { SourceSpec } from "./walk.ts";

/** Times that a transfer is taken up again without a byte having come. */
const ATTEMPTS = 4;

const AGAIN = "Check the address and the network, and run again: what was read is kept.";

/** Whether a source is an address on the web and not a path. */
export const isRemote = (path: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(path);

/**
 * A file on the web. Its entity tag stands for its content: every later request demands it (If-Match), so a file that
 * changes in between is an error and never a mixture. Plain http is taken from this machine only.
 *
 * @throws data `source/not-found`, `source/no-entity-tag`, `source/network`; usage `source/bad-address`
 */
export async function remoteSource({ path, format }: SourceSpec): Promise<Source> {
  const url = addressOf(path);
  const response = await request(url, { method: "HEAD" });
  if (!response.ok) throw sourceError("not-found", path, `answers ${response.status}`, AGAIN);
  const tag = response.headers.get("etag");
  const length = response.headers.get("content-length");
  if (tag === null || tag.startsWith("W/") || length === null || !/^[0-9]+$/.test(length))
    throw sourceError(
      "no-entity-tag",
      path,
      "has no strong entity tag or no length, by which a change could be noticed",
      "Download the file and give its path.",
    );
  const reading = readingOf(url.pathname, format === "auto" ? undefined : format);
  return {
    name: url.host + url.pathname,
    path: url.href,
    ...reading,
    size: Number(length),
    identity: `${url.href} ${tag}`,
  };
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
  const response = await request(new URL(source.path), { headers });
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

/** Compression in transit is declined: bytes are counted as they are stored. */
async function request(
  url: URL,
  { method = "GET", headers = {} }: { method?: string; headers?: Record<string, string> },
) {
  for (let attempt = 1; ; attempt++)
    try {
      return await fetch(url, { method, headers: { ...headers, "accept-encoding": "identity" } });
    } catch (error) {
      if (attempt >= ATTEMPTS)
        throw sourceError("network", url.href, `cannot be reached: ${(error as Error).message}`, AGAIN, error);
    }
}

function addressOf(path: string): URL {
  const url = URL.parse(path);
  const isLocal = url !== null && ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
  if (url && (url.protocol === "https:" || (url.protocol === "http:" && isLocal)) && url.username === "") return url;
  throw usageError("source/bad-address", `${path} is not an https address`, "Give an https address, or a path.");
}
