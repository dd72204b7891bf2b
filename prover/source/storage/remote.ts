import { DisjointError } from "../../shared/errors.ts";
import { choose } from "../description/choose.ts";
import { sourceError, UNKNOWN_ENDING } from "../records/errors.ts";
import { readingOf } from "../records/format.ts";
import type { Found } from "../records/housekeeping.ts";
import type { Source } from "../records/row.ts";
import type { SourceSpec } from "../records/spec.ts";
import { refusal } from "./refusal.ts";
import { AGAIN, ATTEMPTS, fetchText, nameOf, request } from "./request.ts";
import { listS3 } from "./s3.ts";

/** Whether a source is an address on the web and not a path. */
export const isRemote = (path: string): boolean => /^[a-z][a-z0-9+.-]*:\/\//i.test(path);

/**
 * The files of a remote root: one address, or every object under an `s3://bucket/prefix/`. A file's entity tag
 * identifies its content: every later request demands it (If-Match), so a file that changes in between is an error and
 * never a mixture. Plain http is allowed for this machine only.
 *
 * @throws data `source/no-entity-tag`, `source/network`, `source/empty`, and those of `refusal`; usage
 * `source/bad-address`
 */
export async function remoteSources({ path, format = "auto", include }: SourceSpec): Promise<Found> {
  if (!(path.startsWith("s3://") && path.endsWith("/")))
    return { sources: [await remoteSource(path, nameOf(path), format)], passedOver: [] };
  const objects = (await listS3(path, fetchText)).map((object) => ({ path: object, name: object.slice(path.length) }));
  const { chosen, passedOver } = choose(objects, { format, ...(include && { include }) });
  if (chosen.length === 0)
    throw sourceError("source/empty", path, "holds no file to read", "Check the address and the patterns.");
  const sources = await Promise.all(chosen.map((object) => remoteSource(object.path, nameOf(object.path), format)));
  return { sources, passedOver: passedOver.map(({ name, code }) => ({ name: nameOf(path) + name, code })) };
}

async function remoteSource(path: string, name: string, format: SourceSpec["format"]): Promise<Source> {
  const { tag, size } = await described(path, name);
  if (tag === null || tag.startsWith("W/") || size === undefined)
    throw sourceError(
      "source/no-entity-tag",
      name,
      "has no strong entity tag or no length, by which a change could be noticed",
      "Download the file and give its path.",
    );
  const reading = readingOf(name, format === "auto" ? undefined : format);
  if (format === "auto" && reading.format === "files")
    throw sourceError("source/unknown-ending", name, "does not say by its ending how to read it", UNKNOWN_ENDING);
  return { name, path, ...reading, size, identity: `${path} ${tag}` };
}

/**
 * Entity tag and length of a file, by HEAD, or by a GET of its first byte where HEAD is refused: an address may be
 * signed for GET only.
 */
async function described(path: string, name: string): Promise<{ tag: string | null; size: number | undefined }> {
  const head = await request(path, "HEAD");
  if (head.ok) return { tag: head.headers.get("etag"), size: sizeIn(head.headers.get("content-length")) };
  const first = await request(path, "GET", { range: "bytes=0-0" });
  const { status, headers } = first;
  if (!first.ok && status !== 416) throw await refusal(name, first);
  await first.body?.cancel();
  // An empty file has no first byte: 416 with the length 0.
  const range = headers.get("content-range")?.match(/^bytes (?:0-0|\*)\/([0-9]+)$/)?.[1] ?? null;
  return { tag: headers.get("etag"), size: sizeIn(status === 200 ? headers.get("content-length") : range) };
}

const sizeIn = (header: string | null): number | undefined =>
  header !== null && /^[0-9]+$/.test(header) ? Number(header) : undefined;

/**
 * The bytes of a remote file from `start` to `end`, resumed after a transfer broke off.
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
      "source/changed",
      source.name,
      "was changed while it was being read",
      "Run again when the file is at rest.",
    );
  if (!response.ok) throw await refusal(source.name, response);
  if (!(isRange || isWhole) || response.body === null)
    throw sourceError(
      "source/network",
      source.name,
      `answers ${response.status} to a request for bytes ${start} to ${end}`,
      AGAIN,
    );
  let left = end - start;
  for await (const chunk of response.body) {
    left -= chunk.length;
    if (left < 0) throw sourceError("source/network", source.name, "sends more bytes than it announced", AGAIN);
    yield chunk;
  }
}
