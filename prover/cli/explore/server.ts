import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Chain } from "../../rpc/connection.ts";
import { usageError } from "../../shared/errors.ts";
import type { ServedFiles } from "./files.ts";
import { passOn } from "./rpc.ts";

/** Where the server listens: this machine only. */
const LOOPBACK = "127.0.0.1";

/** Bytes of a request to a node. */
const MOST_BYTES = 1 << 20;

/** `nodes`: by the path under which the page asks them. `policy`: the Content-Security-Policy. */
type Site = { files: ServedFiles; nodes: ReadonlyMap<string, Chain>; policy: string };

/**
 * Serves a page to browsers of this machine.
 *
 * @param port 0 chooses a free one
 * @throws usage `explore/cannot-listen`
 */
export async function serveSite(site: Site, port: number): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    answer(site, request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) =>
      reject(usageError("explore/cannot-listen", `port ${port}: ${error.message}`, "Give another with --port.", error)),
    );
    server.listen(port, LOOPBACK, resolve);
  });
  return { url: `http://${LOOPBACK}:${(server.address() as AddressInfo).port}/`, server };
}

async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(headersOf(site))) response.setHeader(name, value);
  const path = (request.url ?? "/").replace(/[?#].*$/s, "");
  const node = site.nodes.get(path);
  // Another name for this machine is that of a page elsewhere whose name leads here (DNS rebinding).
  if (!isOwnHost(request)) return refuse(response, 421);
  if (node !== undefined) return answerRequest(node, request, response);
  if (request.method !== "GET" && request.method !== "HEAD") return refuse(response, 405, { allow: "GET, HEAD" });
  const file = site.files.get(path);
  if (file === undefined) return refuse(response, 404);
  const bytes = await file.read();
  response.writeHead(200, { "content-type": file.type, "content-length": bytes.length });
  response.end(request.method === "HEAD" ? undefined : bytes);
}

/** Only the page itself may ask: a browser sends the origin of a page with every POST. */
async function answerRequest(node: Chain, request: IncomingMessage, response: ServerResponse): Promise<void> {
  if (request.method !== "POST") return refuse(response, 405, { allow: "POST" });
  const { origin, host } = request.headers;
  if (origin !== undefined && origin !== `http://${host}`) return refuse(response, 403);
  if (request.headers["content-type"] !== "application/json") return refuse(response, 415);
  const body = await readBody(request);
  if (body === undefined) return refuse(response, 413);
  response.writeHead(200, { "content-type": "application/json" });
  response.end(await passOn(node, body));
}

/** @returns undefined for a body that is too long */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MOST_BYTES) return undefined;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}

const isOwnHost = ({ headers, socket }: IncomingMessage): boolean =>
  [LOOPBACK, "localhost"].some((name) => headers.host === `${name}:${socket.localPort}`);

const headersOf = ({ policy }: Site): Record<string, string> => ({
  "content-security-policy": policy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "cache-control": "no-cache",
});

function refuse(response: ServerResponse, status: number, headers: Record<string, string> = {}): void {
  response.writeHead(status, { ...headers, "content-type": "text/plain; charset=utf-8", connection: "close" });
  response.end(`${status}\n`);
}
