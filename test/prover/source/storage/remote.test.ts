import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, it, onTestFinished } from "vitest";
import { sha256 } from "../../../../prover/shared/files.ts";
import { openSource } from "../../../../prover/source/open.ts";
import { LIMITS, type Row } from "../../../../prover/source/records/row.ts";
import { findSources } from "../../../../prover/source/walk.ts";
import { codeOf } from "../../../support/errors.ts";
import { parquetOf } from "../../../support/formats.ts";

type Served = { content: Buffer; tag?: string | undefined; requests: IncomingMessage[] };

/** A server that keeps to RFC 9110 for one file; `disturb` may answer a request otherwise, and says whether it did. */
async function serve(
  served: Served,
  disturb: (request: IncomingMessage, response: ServerResponse) => boolean = () => false,
) {
  const server = createServer((request, response) => {
    served.requests.push(request);
    if (disturb(request, response)) return;
    const { content, tag } = served;
    const match = request.headers["if-match"];
    if (match !== undefined && match !== tag) return void response.writeHead(412).end();
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
    const body = first === undefined ? content : content.subarray(Number(first), Number(last) + 1);
    response.writeHead(first === undefined ? 200 : 206, {
      "content-length": body.length,
      ...(tag === undefined ? {} : { etag: tag }),
      ...(first === undefined ? {} : { "content-range": `bytes ${first}-${last}/${content.length}` }),
    });
    response.end(request.method === "HEAD" ? undefined : body);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function read(path: string, field?: string) {
  const {
    sources: [source],
  } = await findSources([{ path }]);
  const opened = openSource(source!, { fields: [field], limits: LIMITS });
  const rows: Row[] = (await Array.fromAsync(opened.rows())).flat();
  return {
    name: source!.name,
    values: rows.map((row) => ("values" in row ? Buffer.from(row.values[0] as Uint8Array).toString() : row.bad.code)),
    account: opened.summary(),
  };
}

const LINES = Array.from({ length: 40_000 }, (_, i) => `line ${i} of a file on the web`);
const served = (content: Buffer, tag: string | undefined = '"v1"'): Served => ({ content, tag, requests: [] });

describe("a file on the web", () => {
  it("is read by its extension, with every byte accounted for, and requested by its entity tag", async () => {
    const plain = Buffer.from(LINES.join("\n"));
    for (const [name, content] of [
      ["a.txt", plain],
      ["a.txt.gz", gzipSync(plain)],
    ] as const) {
      const file = served(content);
      const url = await serve(file);
      const result = await read(`${url}/data/${name}?key=1`);
      expect(sha256(result.values.join("\n"))).toBe(sha256(LINES.join("\n")));
      expect(result.name).toBe(`${url.slice(7)}/data/${name}`);
      expect(result.account).toEqual({ bytes: content.length, sha256: sha256(content), rows: LINES.length });
      expect(file.requests.slice(1).every(({ headers }) => headers["if-match"] === '"v1"')).toBe(true);
    }
  });

  it("may be of a format that is read from its end", async () => {
    const url = await serve(served(await parquetOf(["a", "b"])));
    expect((await read(`${url}/a.parquet`, "text")).values).toEqual(["a", "b"]);
  });

  it("is resumed where the transfer broke off", async () => {
    const content = Buffer.from(LINES.join("\n"));
    let broken = 0;
    const url = await serve(served(content), (request, response) => {
      const [, first] = /^bytes=(\d+)-/.exec(request.headers.range ?? "") ?? [];
      if (first === undefined || broken++ >= 3) return false;
      const end = content.length - 1;
      response.writeHead(206, {
        etag: '"v1"',
        "content-range": `bytes ${first}-${end}/${content.length}`,
        "content-length": content.length - Number(first),
      });
      response.write(content.subarray(Number(first), Number(first) + 100_000), () => response.destroy());
      return true;
    });
    const { values, account } = await read(`${url}/a.txt`);
    expect(sha256(values.join("\n"))).toBe(sha256(LINES.join("\n")));
    expect(account.sha256).toBe(sha256(content));
    expect(broken).toBeGreaterThan(3);
  });

  it("that changes in between is an error", async () => {
    const file = served(Buffer.from("a\nb\n"));
    const url = await serve(file, (request) => {
      if (request.method === "GET") file.tag = '"v2"';
      return false;
    });
    expect(await codeOf(() => read(`${url}/a.txt`))).toBe("source/changed");
  });

  it.each([
    [
      "lies about the range",
      (response: ServerResponse) => response.writeHead(206, { etag: '"v1"', "content-range": "bytes 0-1/9" }).end("ab"),
    ],
    ["fails", (response: ServerResponse) => response.writeHead(500).end()],
  ])("whose server %s is an error", async (_, answer) => {
    const url = await serve(served(Buffer.from("a\nb\n")), (request, response) => {
      if (request.method === "GET") answer(response);
      return request.method === "GET";
    });
    expect(await codeOf(() => read(`${url}/a.txt`))).toBe("source/network");
  });

  it("must be there, with a strong entity tag", async () => {
    const missing = await serve(served(Buffer.from("")), (_, response) => {
      response.writeHead(404).end();
      return true;
    });
    expect(await codeOf(() => read(`${missing}/a.txt`))).toBe("source/not-found");
    for (const tag of [undefined, 'W/"v1"']) {
      const file: Served = { content: Buffer.from("a"), tag, requests: [] };
      expect(await codeOf(async () => read(`${await serve(file)}/a.txt`))).toBe("source/no-entity-tag");
    }
    expect(await codeOf(() => read("http://127.0.0.1:9/a.txt"))).toBe("source/network");
  });

  it("is named without its query, which may hold a secret", async () => {
    const url = await serve(served(Buffer.from("a")), (_, response) => {
      response.writeHead(403).end();
      return true;
    });
    for (const address of [`${url}/a.txt?key=planted`, "http://127.0.0.1:9/a.txt?key=planted", "ftp://a/b?key=planted"])
      await expect(read(address)).rejects.toMatchObject({ message: expect.not.stringContaining("planted") });
  });

  it.each(["http://example.org/a.txt", "ftp://example.org/a.txt", "s3://b", "s3:///a", "https://user@example.org/a"])(
    "cannot be %s",
    async (address) => expect(await codeOf(() => read(address))).toBe("source/bad-address"),
  );
});
