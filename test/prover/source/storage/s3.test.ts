import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { sha256 } from "../../../../prover/shared/files.ts";
import { openSource } from "../../../../prover/source/open.ts";
import { LIMITS } from "../../../../prover/source/records/row.ts";
import { s3Url, signS3 } from "../../../../prover/source/storage/s3.ts";
import { findSources } from "../../../../prover/source/walk.ts";
import { codeOf } from "../../../support/errors.ts";

const KEYS = {
  AWS_ACCESS_KEY_ID: "AKIAIOSFODNN7EXAMPLE",
  AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
};

/**
 * A server of one bucket that keeps to the S3 API as far as reading goes, refuses unsigned requests, and lists two at
 * a time.
 */
async function serve(objects: Record<string, string>): Promise<string> {
  const server = createServer((request, response) => {
    const url = new URL(request.url!, "http://server");
    const signed = /SignedHeaders=([^,]*)/.exec(request.headers.authorization ?? "")?.[1]?.split(";") ?? [];
    const own = signed.filter((name) => name !== "host" && !name.startsWith("x-amz-"));
    const headers = Object.fromEntries(own.map((name) => [name, String(request.headers[name])]));
    const time = String(request.headers["x-amz-date"]).replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z");
    const address = new URL(request.url!, `http://${request.headers.host}`);
    const expected = signS3(request.method!, address, headers, KEYS, new Date(time)).headers.authorization;
    if (request.headers.authorization !== expected) return void response.writeHead(403).end();
    if (url.pathname === "/bucket/") {
      const names = Object.keys(objects)
        .filter((name) => name.startsWith(url.searchParams.get("prefix")!))
        .sort();
      const from = Number(url.searchParams.get("continuation-token") ?? "0");
      const more =
        from + 2 < names.length
          ? `<IsTruncated>true</IsTruncated><NextContinuationToken>${from + 2}</NextContinuationToken>`
          : "";
      const contents = names
        .slice(from, from + 2)
        .map((name) => `<Contents><Key>${encodeURIComponent(name).replaceAll("%20", "+")}</Key></Contents>`);
      return void response.end(
        `<?xml version="1.0"?><ListBucketResult xmlns="x">${more}${contents.join("")}</ListBucketResult>`,
      );
    }
    const content = objects[decodeURIComponent(url.pathname.slice("/bucket/".length))];
    if (content === undefined) return void response.writeHead(404).end();
    const tag = `"${sha256(content).slice(0, 32)}"`;
    const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "") ?? [];
    if (first === undefined) return void response.writeHead(200, { etag: tag, "content-length": content.length }).end();
    response.writeHead(206, { etag: tag, "content-range": `bytes ${first}-${last}/${content.length}` });
    response.end(content.slice(Number(first), Number(last) + 1));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const OBJECTS = {
  "data/a 1.txt": "a\n",
  "data/b+ü.txt": "b\n",
  "data/c.csv": "t\nc\n",
  "data/folder/": "",
  "data/folder/d.txt": "d\n",
  "other/e.txt": "e\n",
};

afterEach(() => vi.unstubAllEnvs());

async function prepare(): Promise<void> {
  for (const [name, value] of Object.entries({ ...KEYS, AWS_ENDPOINT_URL: await serve(OBJECTS) }))
    vi.stubEnv(name, value);
}

describe("S3", () => {
  it("requests are signed as the service's manual shows", () => {
    const url = new URL("https://examplebucket.s3.amazonaws.com/test.txt");
    const { headers } = signS3("GET", url, { range: "bytes=0-9" }, KEYS, new Date("2013-05-24T00:00:00Z"));
    expect(headers.authorization).toBe(
      "AWS4-HMAC-SHA256 " +
        "Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    );
    expect(signS3("GET", url, { range: "bytes=0-9" }, {}).headers).toEqual({ range: "bytes=0-9" });
  });

  it("addresses are at AWS, or at the endpoint that the environment names", () => {
    expect(s3Url("s3://bucket/a b/ü.txt", {}).href).toBe("https://bucket.s3.us-east-1.amazonaws.com/a%20b/%C3%BC.txt");
    expect(s3Url("s3://bucket/a", { AWS_REGION: "eu-west-1" }).host).toBe("bucket.s3.eu-west-1.amazonaws.com");
    expect(s3Url("s3://bucket/a", { AWS_ENDPOINT_URL: "https://store.example/" }).href).toBe(
      "https://store.example/bucket/a",
    );
  });

  it("objects are read one by one or by prefix, over all pages of the listing", async () => {
    await prepare();
    const list = async (path: string, include?: string[]) =>
      (await findSources([{ path, format: "auto", ...(include && { include }) }])).sources.map(({ name }) => name);
    expect(await list("s3://bucket/data/")).toEqual([
      "bucket/data/a 1.txt",
      "bucket/data/b+ü.txt",
      "bucket/data/c.csv",
      "bucket/data/folder/d.txt",
    ]);
    expect(await list("s3://bucket/data/", ["*.csv"])).toEqual(["bucket/data/c.csv"]);
    expect(await list("s3://bucket/other/e.txt")).toEqual(["bucket/other/e.txt"]);
    const {
      sources: [source],
    } = await findSources([{ path: "s3://bucket/data/b+ü.txt" }]);
    const opened = openSource(source!, { fields: [undefined], limits: LIMITS });
    expect((await Array.fromAsync(opened.rows())).flat()).toMatchObject([
      { row: 1, values: [new Uint8Array(Buffer.from("b"))] },
    ]);
    expect(opened.summary()).toEqual({ bytes: 2, sha256: sha256("b\n"), rows: 1 });
  });

  it("objects that do not exist or are not public are errors", async () => {
    await prepare();
    const find = (path: string) => codeOf(() => findSources([{ path }]));
    expect(await find("s3://bucket/none.txt")).toBe("source/not-found");
    expect(await find("s3://bucket/none/")).toBe("source/empty");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "another");
    expect(await find("s3://bucket/other/e.txt")).toBe("source/access-denied");
    expect(await find("s3://bucket/other/")).toBe("source/access-denied");
  });
});
