import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { openSource } from "../../../prover/source/open.ts";
import { LIMITS } from "../../../prover/source/records/row.ts";
import { findSources } from "../../../prover/source/walk.ts";
import { codeOf } from "../../support/errors.ts";

const DATA = Buffer.from('{"text":"one"}\n{"text":"two"}\n');
const TAG = '"v1"';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A server on this machine, and every request that it got. */
async function serve(answer: Answer): Promise<{ url: string; requests: string[] }> {
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.headers.range ?? ""}`.trim());
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** Answers a GET as stores do: a range of the file, or all of it. */
function give(request: IncomingMessage, response: ServerResponse, data = DATA): void {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
  if (first === undefined || data.length === 0) {
    const status = first === undefined ? 200 : 416;
    const range = first === undefined ? {} : { "content-range": `bytes */${data.length}` };
    return void response.writeHead(status, { etag: TAG, "content-length": data.length, ...range }).end(data);
  }
  const part = data.subarray(Number(first), Number(last) + 1);
  const range = `bytes ${first}-${Number(first) + part.length - 1}/${data.length}`;
  response.writeHead(206, { etag: TAG, "content-range": range, "content-length": part.length }).end(part);
}

const signedForGet =
  (status: number, data = DATA): Answer =>
  (request, response) =>
    request.method === "GET" ? give(request, response, data) : void response.writeHead(status).end();

async function texts(path: string): Promise<string[]> {
  const {
    sources: [source],
  } = await findSources([{ path }]);
  const rows = (await Array.fromAsync(openSource(source!, { fields: ["text"], limits: LIMITS }).rows())).flat();
  return rows.map((row) => ("bad" in row ? row.bad.code : Buffer.from(row.values[0] as Uint8Array).toString()));
}

describe("an address that is signed for GET", () => {
  it.each([400, 401, 403, 404, 405, 501])(
    "is described by a GET of its first byte where HEAD gets %d",
    async (status) => {
      const { url, requests } = await serve(signedForGet(status));
      expect(await texts(`${url}/d.jsonl?X-Amz-Signature=S`)).toEqual(["one", "two"]);
      expect(requests.slice(0, 2)).toEqual(["HEAD", "GET bytes=0-0"]);
    },
  );

  it("may redirect to a store that is signed for GET", async () => {
    const { url } = await serve((request, response) => {
      if (request.url!.startsWith("/hub")) response.writeHead(302, { location: "/store?signature=s" }).end();
      else signedForGet(403)(request, response);
    });
    expect(await texts(`${url}/hub/d.jsonl`)).toEqual(["one", "two"]);
  });

  it("may be of a server that knows no ranges, or of an empty file", async () => {
    const whole = await serve((request, response) => {
      delete request.headers.range;
      signedForGet(403)(request, response);
    });
    expect(await texts(`${whole.url}/d.jsonl`)).toEqual(["one", "two"]);
    const {
      sources: [empty],
    } = await findSources([{ path: `${(await serve(signedForGet(403, Buffer.alloc(0)))).url}/d.txt` }]);
    expect(empty).toMatchObject({ size: 0 });
  });
});

describe("a refusal states its reason, and never that the file does not exist", () => {
  const denied =
    "<Error><Code>AccessDenied</Code><Message>Request has expired</Message><StringToSign>S</StringToSign></Error>";
  const gcs =
    "<Error><Code>UserProjectMissing</Code><Message>Bucket is a requester pays bucket but no user project " +
    "provided.</Message></Error>";
  const gated = { "x-error-code": "GatedRepo", "x-error-message": "Access to this dataset is restricted." };

  it.each<[string, number, Record<string, string>, string, string, string]>([
    ["a gated hub", 401, gated, "", "source/gated", "Access to this dataset is restricted."],
    [
      "a private hub",
      401,
      { "x-error-message": "Log in at //me:secret@h/?a=secret" },
      "",
      "source/access-denied",
      "Log in",
    ],
    ["a signature that has expired", 403, {}, denied, "source/access-denied", "Request has expired"],
    ["a bucket whose reader pays", 400, {}, gcs, "source/requester-pays", "requester pays bucket"],
    ["no file", 404, {}, "", "source/not-found", "answers 404"],
    ["a failure", 500, {}, "secret", "source/network", "answers 500"],
  ])("%s", async (_, status, headers, body, code, reason) => {
    const { url } = await serve((__, response) => void response.writeHead(status, headers).end(body));
    const found = await texts(`${url}/d.jsonl?X-Amz-Signature=secret`).catch((error) => error);
    expect(found).toMatchObject({ code, message: expect.stringContaining(reason) });
    expect(`${found.message} ${found.hint}`).not.toMatch(/secret|StringToSign/);
  });

  it("shows neither user nor query of an invalid address", async () => {
    for (const path of [
      "https://me:secret@h/x?secret",
      "https://:secret@h/",
      "ftp://me@h/x#secret",
      "s3://me:secret@B/x?secret",
    ])
      await expect(findSources([{ path }])).rejects.toMatchObject({
        code: "source/bad-address",
        message: expect.not.stringMatching(/secret|me@/),
      });
  });
});

describe("a response to retry later", () => {
  const later = (times: number, status: number, retryAfter: string | (() => string)): Answer => {
    let left = times;
    return (request, response) => {
      if (left-- <= 0) return give(request, response);
      const header = typeof retryAfter === "string" ? retryAfter : retryAfter();
      response.writeHead(status, { "retry-after": header }).end();
    };
  };

  it.each([
    ["seconds", 429, "0"],
    ["a date that has passed", 503, "Wed, 21 Oct 2015 07:28:00 GMT"],
  ])("is waited for by Retry-After as %s", async (_, status, header) => {
    const { url } = await serve(later(3, status, header));
    expect(await texts(`${url}/d.jsonl`)).toEqual(["one", "two"]);
  });

  it("is retried after the time that it gives", async () => {
    const inTwoSeconds = () => new Date(Date.now() + 2000).toUTCString();
    const { url } = await serve(later(1, 429, inTwoSeconds));
    const start = Date.now();
    expect(await texts(`${url}/d.jsonl`)).toEqual(["one", "two"]);
    expect(Date.now() - start).toBeGreaterThan(800);
  });

  it("has its own error code: at once if the wait is hours, else after some attempts", async () => {
    const hours = await serve(later(99, 429, "7200"));
    expect(await codeOf(() => texts(`${hours.url}/d.jsonl`))).toBe("source/rate-limited");
    expect(hours.requests).toEqual(["HEAD"]);
    const always = await serve(later(99, 503, "0"));
    expect(await codeOf(() => texts(`${always.url}/d.jsonl`))).toBe("source/rate-limited");
    expect(always.requests).toHaveLength(4);
  });
});
