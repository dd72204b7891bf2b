import { createHash, createHmac } from "node:crypto";
import { appendAll } from "../../shared/collections.ts";
import { usageError } from "../../shared/errors.ts";
import { withoutQueries } from "../../shared/redact.ts";
import { sourceError } from "../records/errors.ts";

/**
 * The variables that AWS's own tools read from the environment. Without keys, requests are anonymous, as public buckets
 * allow.
 */
type Environment = Record<string, string | undefined>;

/** A request ready to be sent. */
export type Signed = { url: URL; headers: Record<string, string> };

const EMPTY_SHA256 = createHash("sha256").digest("hex");

/**
 * The https address of `s3://bucket/key`: at AWS, or at `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL`, with the bucket in
 * the path.
 *
 * @throws usage `source/bad-address`
 */
export function s3Url(path: string, environment: Environment = process.env): URL {
  const [, bucket, key] = /^s3:\/\/([a-z0-9][a-z0-9.-]+)\/(.*)$/s.exec(path) ?? [];
  if (bucket === undefined || key === undefined)
    throw usageError(
      "source/bad-address",
      `${withoutQueries(path)} is not of the form s3://bucket/key`,
      "Correct the address.",
    );
  const endpoint = environment.AWS_ENDPOINT_URL_S3 ?? environment.AWS_ENDPOINT_URL;
  const base = endpoint
    ? `${endpoint.replace(/\/$/, "")}/${bucket}`
    : `https://${bucket}.s3.${regionOf(environment)}.amazonaws.com`;
  return new URL(`${base}/${key.split("/").map(encode).join("/")}`);
}

/**
 * Signs a request without a body by AWS Signature Version 4, if keys are set. Setting `AWS_REQUEST_PAYER` to
 * `requester` agrees to pay for what a bucket's owner does not.
 *
 * @param method GET or HEAD
 */
export function signS3(
  method: string,
  url: URL,
  headers: Record<string, string>,
  environment: Environment = process.env,
  now = new Date(),
): Signed {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = environment;
  const payer = environment.AWS_REQUEST_PAYER;
  if (!id || !secret) return { url, headers };
  const time = now.toISOString().replace(/[-:]|\.[0-9]+/g, "");
  const scope = `${time.slice(0, 8)}/${regionOf(environment)}/s3/aws4_request`;
  const added = {
    "x-amz-content-sha256": EMPTY_SHA256,
    "x-amz-date": time,
    ...(token && { "x-amz-security-token": token }),
    ...(payer && { "x-amz-request-payer": payer }),
  };
  const all: Record<string, string> = { ...headers, ...added };
  const entries = Object.entries({ ...all, host: url.host }).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = entries.map(([name]) => name).join(";");
  const query = [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join("&");
  const canonical = [
    method,
    url.pathname,
    query,
    ...entries.map(([name, value]) => `${name}:${value.trim()}`),
    "",
    names,
    EMPTY_SHA256,
  ];
  const digest = createHash("sha256").update(canonical.join("\n")).digest("hex");
  const key = scope.split("/").reduce<Buffer>((previous, part) => hmac(previous, part), Buffer.from(`AWS4${secret}`));
  const signature = hmac(key, ["AWS4-HMAC-SHA256", time, scope, digest].join("\n")).toString("hex");
  const authorization = `AWS4-HMAC-SHA256 Credential=${id}/${scope},SignedHeaders=${names},Signature=${signature}`;
  return { url, headers: { ...all, authorization } };
}

/**
 * The objects under `s3://bucket/prefix/`, by listing.
 *
 * @param fetchText sends a signed request for an address and returns the text of the response
 * @throws data `source/network` for a response that is not a listing
 */
export async function listS3(path: string, fetchText: (url: URL) => Promise<string>): Promise<string[]> {
  const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.*)$/s.exec(path) as unknown as [string, string, string];
  const found: string[] = [];
  for (let token: string | undefined = ""; token !== undefined; ) {
    const url = s3Url(`s3://${bucket}/`);
    url.search = new URLSearchParams({
      "encoding-type": "url",
      "list-type": "2",
      prefix,
      ...(token && { "continuation-token": token }),
    }).toString();
    const xml = await fetchText(url);
    if (!/<ListBucketResult[\s>]/.test(xml))
      throw sourceError("source/network", path, "is not answered with a listing");
    const keys = [...xml.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key]) =>
      decodeURIComponent(key!.replaceAll("+", " ")),
    );
    appendAll(
      found,
      keys.filter((key) => !key.endsWith("/")).map((key) => `s3://${bucket}/${key}`),
    );
    token = /<IsTruncated>true/.test(xml)
      ? unescapeXml(/<NextContinuationToken>([^<]+)</.exec(xml)?.[1] ?? "")
      : undefined;
    if (token === "") throw sourceError("source/network", path, "is listed in part, without a way to go on");
  }
  return found.sort();
}

const regionOf = ({ AWS_REGION, AWS_DEFAULT_REGION }: Environment): string =>
  AWS_REGION ?? AWS_DEFAULT_REGION ?? "us-east-1";

const hmac = (key: Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

/** Percent-encodes everything but the unreserved characters of RFC 3986, as the signature requires. */
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`);

const unescapeXml = (text: string): string =>
  text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
