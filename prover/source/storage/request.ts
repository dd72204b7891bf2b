import { setTimeout as sleep } from "node:timers/promises";
import { usageError } from "../../shared/errors.ts";
import { withoutQueries } from "../../shared/redact.ts";
import { sourceError } from "../records/errors.ts";
import { refusal } from "./refusal.ts";
import { type Signed, s3Url, signS3 } from "./s3.ts";

/** Attempts per request, and resumptions of a transfer without progress. */
export const ATTEMPTS = 4;

/** Longest wait that one response may ask for, in seconds. */
const LONGEST_WAIT = 60;

export const AGAIN = "Check the address and the network, and run again: what was read is kept.";

/** Host and path, or bucket and key, as manifests and errors show them. User, query and fragment may hold secrets. */
export function nameOf(path: string): string {
  if (path.startsWith("s3://")) return path.slice("s3://".length);
  const url = addressOf(path);
  return url.host + url.pathname;
}

/** @throws usage `source/bad-address` for an address that is neither https, S3, nor http of this machine */
function addressOf(path: string): URL {
  const url = path.startsWith("s3://") ? s3Url(path) : URL.parse(path);
  const isLocal = url !== null && ["127.0.0.1", "[::1]", "localhost"].includes(url.hostname);
  const isPlain = url !== null && url.username === "" && url.password === "";
  if (isPlain && (url.protocol === "https:" || (url.protocol === "http:" && isLocal))) return url;
  throw usageError(
    "source/bad-address",
    `${withoutQueries(path)} is not an https or s3 address without user name`,
    "Give an address, or a path.",
  );
}

/**
 * The response to a request for a remote file.
 *
 * @throws data `source/network`, `source/rate-limited`
 */
export function request(path: string, method: "GET" | "HEAD", headers: Record<string, string> = {}): Promise<Response> {
  const url = addressOf(path);
  const sign = () => (path.startsWith("s3://") ? signS3(method, url, headers) : { url, headers });
  return send(nameOf(path), sign, method);
}

/**
 * The text that an address of S3 returns.
 *
 * @throws data `source/network`, and those of `refusal`
 */
export async function fetchText(url: URL): Promise<string> {
  const name = url.host + url.pathname;
  const response = await send(name, () => signS3("GET", url, {}), "GET");
  if (!response.ok) throw await refusal(name, response);
  return response.text();
}

/** Repeats the request until the response no longer asks to retry later. */
async function send(name: string, sign: () => Signed, method: "GET" | "HEAD"): Promise<Response> {
  for (let attempt = 1; ; attempt++) {
    const response = await fetchOnce(name, sign(), method, attempt);
    if (response === undefined) continue;
    if (response.status !== 429 && response.status !== 503) return response;
    const wait = secondsToWait(response.headers.get("retry-after"), attempt);
    if (attempt >= ATTEMPTS || wait > LONGEST_WAIT) throw await refusal(name, response);
    await response.body?.cancel();
    await sleep(wait * 1000);
  }
}

async function fetchOnce(
  name: string,
  { url, headers }: Signed,
  method: "GET" | "HEAD",
  attempt: number,
): Promise<Response | undefined> {
  try {
    // Bytes are counted as stored, so compression in transit is off. The header is not signed, because fetch may write
    // it twice.
    return await fetch(url, { method, headers: { ...headers, "accept-encoding": "identity" } });
  } catch (error) {
    if (attempt < ATTEMPTS) return undefined;
    throw sourceError("source/network", name, `cannot be reached: ${(error as Error).message}`, AGAIN, error);
  }
}

/** The delay of Retry-After, in seconds or as a date (RFC 9110, 10.2.3); without it 1, 2, 4 seconds. */
function secondsToWait(header: string | null, attempt: number): number {
  if (header !== null && /^\s*[0-9]+\s*$/.test(header)) return Number(header);
  const date = header === null ? Number.NaN : Date.parse(header);
  return Number.isNaN(date) ? 2 ** (attempt - 1) : Math.max(0, (date - Date.now()) / 1000);
}
