import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

const REGION = "eu-test-1";
const KEYS = { id: "AKIDEXAMPLE", secret: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" };

/** A storage with the interface of S3, in memory. `env`: what a client's environment must have. */
type S3Server = {
  address: string;
  env: Record<string, string>;
  objects: Map<string, Buffer>;
  counts: { calls: number; failed: number; refused: number };
  stop(): Promise<void>;
};

/**
 * Answers GET, PUT, DELETE and ListObjectsV2 by path. Signatures are verified as AWS describes version 4
 * (https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html).
 *
 * @param folder gets the client's credentials file
 * @param fails share of calls that fail: half of them answer 503, half are cut off
 */
export async function startS3(folder: string, fails = 0): Promise<S3Server> {
  const objects = new Map<string, Buffer>();
  const counts = { calls: 0, failed: 0, refused: 0 };
  const server = createServer(async (request, response) => {
    counts.calls++;
    const body = await bodyOf(request);
    if (Math.random() < fails) {
      counts.failed++;
      return counts.failed % 2 === 0 ? void request.socket.destroy() : void response.writeHead(503).end();
    }
    if (!isSigned(request, body)) {
      counts.refused++;
      return void response.writeHead(403).end();
    }
    const { pathname, searchParams } = new URL(request.url!, "http://localhost");
    const name = decodeURIComponent(pathname);
    if (searchParams.has("list-type")) return void response.writeHead(200).end(listOf(objects, name, searchParams));
    if (request.method === "PUT") objects.set(name, body);
    if (request.method === "DELETE") objects.delete(name);
    const found = objects.get(name);
    if (request.method === "GET" && found === undefined) return void response.writeHead(404).end();
    response.writeHead(request.method === "DELETE" ? 204 : 200).end(request.method === "GET" ? found : undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const credentials = join(folder, "credentials");
  const lines = ["[other]", "aws_access_key_id = x", "[fleet]"];
  lines.push(`aws_access_key_id = ${KEYS.id}`, `aws_secret_access_key = ${KEYS.secret}`, "");
  writeFileSync(credentials, lines.join("\n"), { mode: 0o600 });
  return {
    address: "s3://fleet/jobs",
    env: {
      AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${port}`,
      AWS_SHARED_CREDENTIALS_FILE: credentials,
      AWS_PROFILE: "fleet",
      AWS_REGION: REGION,
    },
    objects,
    counts,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** At most two names an answer, so that clients have to ask again. */
function listOf(objects: ReadonlyMap<string, Buffer>, bucket: string, query: URLSearchParams): string {
  const prefix = query.get("prefix") ?? "";
  const names = [...objects.keys()].map((name) => name.slice(bucket.length)).filter((name) => name.startsWith(prefix));
  const rest = names.sort().filter((name) => name > (query.get("continuation-token") ?? ""));
  const shown = rest.slice(0, 2);
  const next = rest.length > 2 ? `<NextContinuationToken>${shown.at(-1)}</NextContinuationToken>` : "";
  const contents = shown.map((name) => `<Contents><Key>${name}</Key></Contents>`).join("");
  return `<?xml version="1.0"?><ListBucketResult>${next}${contents}</ListBucketResult>`;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const hmac = (key: string | Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
const hash = (bytes: string | Buffer): string => createHash("sha256").update(bytes).digest("hex");

function isSigned({ method, url, headers }: IncomingMessage, body: Buffer): boolean {
  const pattern =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([^/]+)\/s3\/aws4_request, ?SignedHeaders=([^,]+), ?Signature=(\w+)$/;
  const [, id, date, region, signed, signature] = pattern.exec(headers.authorization ?? "") ?? [];
  if (id !== KEYS.id || region !== REGION || date === undefined || signed === undefined) return false;
  const { pathname, searchParams } = new URL(url!, "http://localhost");
  const query = [...searchParams].map((pair) => pair.map(encodeURIComponent).join("=")).sort();
  const content = String(headers["x-amz-content-sha256"]);
  if (content !== "UNSIGNED-PAYLOAD" && content !== hash(body)) return false;
  const names = signed.split(";");
  const canonical = names.map((name) => `${name}:${String(headers[name]).trim()}\n`).join("");
  const request = [method, pathname, query.join("&"), canonical, signed, content].join("\n");
  const scope = `${date}/${region}/s3/aws4_request`;
  const text = ["AWS4-HMAC-SHA256", headers["x-amz-date"], scope, hash(request)].join("\n");
  const key = ["s3", "aws4_request"].reduce(hmac, hmac(hmac(`AWS4${KEYS.secret}`, date), region!));
  const expected = hmac(key, text);
  const given = Buffer.from(signature!, "hex");
  return given.length === expected.length && timingSafeEqual(given, expected);
}
