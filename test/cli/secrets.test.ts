import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openChain } from "../../prover/rpc/connection.ts";
import { disjoint } from "../support/cli.ts";
import { codeOf } from "../support/errors.ts";
import { folderWith } from "../support/folder.ts";
import { filesBelow } from "../support/secrets.ts";

/** In every part of an address that may be a key. */
const MARK = /MARK(USER|PASS|PATH|QUERY)/;
const addressAt = (port: number): string =>
  `http://MARKUSER:MARKPASS@127.0.0.1:${port}/v3/MARKPATH/x?token=MARKQUERY&MARKQUERY2=1#MARKQUERY3`;
const NOBODY = addressAt(1);
const ID = `0x${"0".repeat(64)}`;

/** A provider that quotes all that it knows: the address, the authentication, the question. */
type Quoting = { status: number; body(quote: string, id: number): string };
const KINDS: Record<string, Quoting> = {
  "plain text": { status: 400, body: (quote) => `no such project: ${quote}` },
  "a page": { status: 401, body: (quote) => `<a href="${quote}">${quote}</a>` },
  "an error": {
    status: 403,
    body: (quote, id) => JSON.stringify({ jsonrpc: "2.0", id, error: { code: -32000, message: `for ${quote}` } }),
  },
  "an error with data": {
    status: 200,
    body: (quote, id) =>
      JSON.stringify({ jsonrpc: "2.0", id, error: { code: 3, message: quote, data: { url: [quote] } } }),
  },
  "a result": { status: 200, body: (quote, id) => JSON.stringify({ jsonrpc: "2.0", id, result: quote }) },
  "no JSON": { status: 200, body: (quote) => `{${quote}` },
};

let kind = KINDS.result!;
const server = createServer(async (request, response) => {
  let body = "";
  for await (const chunk of request) body += chunk;
  const address = addressAt((server.address() as AddressInfo).port);
  const quote = `${address} ${request.url} ${request.headers.authorization}`;
  response.writeHead(kind.status).end(kind.body(quote, Number(/"id":([0-9]+)/.exec(body)?.[1] ?? 1)));
});
let address = "";
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  address = addressAt((server.address() as AddressInfo).port);
});
afterAll(() => void server.close());

const config = (chain: object, more = {}): string =>
  JSON.stringify({
    format: "disjoint/config/v2",
    vendor: "v",
    model: { name: "m", weights: { sha256: "ab".repeat(32) }, terms: "t" },
    shards: [{ name: "a", sources: [{ path: "data" }], schemes: [{ scheme: "sha256", field: "text" }] }],
    blocklists: [{ folder: "list" }],
    chain: { deployment: "deployment.json", signer: { keyFile: "key" }, ...chain },
    signingKey: "signing.pem",
    output: "out",
    ...more,
  });

/** Nothing that the command prints or writes has a mark, whatever the exit code. */
async function expectSilence(args: string[], folder = folderWith()): Promise<string> {
  const before = new Set(filesBelow(folder).keys());
  const ran = await disjoint(args);
  expect([0, 1, 70]).not.toContain(ran.code);
  expect(`${ran.stdout}${ran.stderr}`, args.join(" ")).not.toMatch(MARK);
  for (const [name, content] of filesBelow(folder))
    if (!before.has(name)) expect(content.toString("latin1"), name).not.toMatch(MARK);
  return ran.stderr;
}

describe("a node's address is never shown by more than its host", () => {
  it.each(Object.entries(KINDS))("even if the provider quotes it in %s", async (_, quoting) => {
    kind = quoting;
    const said = await expectSilence(["status", "1", "--list-id", ID, "--rpc", address, "--json"]);
    expect(said).toContain("127.0.0.1");
    const error = await openChain({ rpc: address }).catch((thrown) => thrown);
    expect(inspect(error, { depth: 20, showHidden: true })).not.toMatch(MARK);
    expect(JSON.stringify([error, error.cause, error.stack])).not.toMatch(MARK);
  });

  it.each([
    ["status", "1", "--list-id", ID, "--rpc", NOBODY, "--json"],
    ["status", "1", "--list-id", ID, "--rpc", "http://127.0.0.1:1", "--verify-rpc", NOBODY],
    ["chain", "index", "--rpc", NOBODY, "--json"],
    ["chain", "list", "show", ID, "--rpc", NOBODY.replace("http", "ftp")],
    ["status", "1", "--list-id", ID, "--rpc", NOBODY.replace("MARKPASS", "MARKPASS/MARKPASS")],
    ["status", "1", "--list-id", NOBODY, "--rpc", NOBODY],
    ["status", "1", "--list-id", ID, "--confirmations", NOBODY, "--json"],
    ["status", NOBODY, "--list-id", ID],
    ["status", "1", "--list-id", ID, `--rpcs=${NOBODY}`],
    ["chain", NOBODY],
    [NOBODY],
    ["release", "v1", "--config", NOBODY],
    ["check", "shard", "--list", NOBODY.replace("/v3/MARKPATH/x", "/list")],
    ["commit", NOBODY.replace("/v3/MARKPATH/x", "/a.jsonl"), "--out", "out", "--scheme", "sha256:text"],
    ["commit", "s3://MARKUSER:MARKPASS@bucket/key?MARKQUERY", "--out", "out", "--json"],
  ])("in arguments: %s %s %s %s", async (...args) => {
    await expectSilence(args as string[]);
  });

  it.each<[string, (rpc: string) => string]>([
    ["that nobody answers", (rpc) => config({ rpc })],
    ["of a quorum node", (verifyRpc) => config({ rpc: "http://127.0.0.1:1", verifyRpc })],
    ["that is none", (rpc) => config({ rpc: rpc.replace("http", "gopher") })],
    ["at a wrong place", (rpc) => config({ rpc: { file: "f", [rpc]: rpc } })],
    ["in a file that is no JSON", (rpc) => `${config({ rpc })}${rpc}`],
    ["in a field that is not known", (rpc) => config({ rpc }, { note: rpc, output: 5 })],
  ])("in a configuration: one %s", async (_, text) => {
    const folder = folderWith({ "disjoint.config.json": text(NOBODY) });
    for (const more of [["--plan-only"], ["--json"], ["--report", `sarif=${join(folder, "report.sarif")}`]])
      await expectSilence(["release", "v1", "--config", join(folder, "disjoint.config.json"), ...more], folder);
  });

  it("in a configuration that is not YAML", async () => {
    const folder = folderWith({ "disjoint.config.yaml": `chain:\n  rpc: ${NOBODY}: {\n` });
    await expectSilence(["release", "v1", "--config", join(folder, "disjoint.config.yaml")], folder);
  });
});

describe("an address that is a secret", () => {
  it("is read from a file that only its owner can read, in a configuration and with --rpc @FILE", async () => {
    const folder = folderWith({ address: `${NOBODY}\n`, "disjoint.config.json": config({ rpc: { file: "address" } }) });
    const file = join(folder, "address");
    const args = ["release", "v1", "--config", join(folder, "disjoint.config.json")];
    writeFileSync(join(folder, "key"), "ab".repeat(32), { mode: 0o600 });
    chmodSync(file, 0o644);
    expect(await expectSilence(args, folder)).toContain("error chain/open-address-file: ");
    chmodSync(file, 0o600);
    expect(await expectSilence(args, folder)).toContain("error chain/unreachable: the node at 127.0.0.1:1 ");
    const status = ["status", "1", "--list-id", ID, "--rpc", `@${file}`];
    expect(await expectSilence(status, folder)).toContain("error chain/unreachable: the node at 127.0.0.1:1 ");
    expect(readFileSync(file, "utf8")).toBe(`${NOBODY}\n`);
  });

  it.each<[string, string | undefined]>([
    ["chain/no-address-file", undefined],
    ["chain/bad-address-file", "ftp://MARKPATH"],
    ["chain/bad-address-file", "http://elsewhere.example/MARKPATH"],
    ["chain/bad-address-file", ""],
  ])("ends in %s if the file holds %s", async (code, content) => {
    const folder = folderWith(content === undefined ? {} : { address: content });
    if (content !== undefined) chmodSync(join(folder, "address"), 0o600);
    expect(await codeOf(() => openChain({ rpc: { file: join(folder, "address") } }))).toBe(code);
  });

  it("comes from the environment's mount of secrets by its name", async () => {
    const folder = folderWith({ node: NOBODY, "disjoint.config.json": config({ rpc: { secret: "node" } }) });
    writeFileSync(join(folder, "key"), "ab".repeat(32), { mode: 0o600 });
    const ran = await disjoint(["release", "v1", "--config", join(folder, "disjoint.config.json")], {
      CREDENTIALS_DIRECTORY: folder,
    });
    expect(ran.stderr).toContain("error chain/unreachable: the node at 127.0.0.1:1 ");
    expect(ran.stderr).not.toMatch(MARK);
  });
});
