import { request } from "node:http";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkSnapshot } from "../../prover/registry/checkSnapshot.ts";
import { readSnapshot } from "../../prover/registry/readSnapshot.ts";
import type { AskNode } from "../../prover/registry/rpc.ts";
import { buildWeb } from "../../scripts/web/build.ts";
import { type AnvilScene, openAnvilScene } from "../support/anvilScene.ts";
import { somePages } from "../support/chain.ts";
import { disjoint } from "../support/cli.ts";
import { endExplore, explore, type Served } from "../support/explore.ts";
import { serveJsonRpc } from "../support/jsonRpc.ts";

let scene: AnvilScene;
let gateway: Awaited<ReturnType<typeof serveJsonRpc>>;
let page: Served;

beforeAll(async () => {
  await buildWeb();
  scene = await openAnvilScene(somePages(2));
  gateway = await serveJsonRpc(async (question) => {
    const body = JSON.stringify(question);
    const headers = { "content-type": "application/json" };
    return (await fetch(scene.anvil.url, { method: "POST", headers, body })).json();
  });
  const rpc = `${gateway.url}/v3/SECRETKEY0123?token=SECRETTOKEN`;
  page = await explore("--rpc", rpc, "--verify-rpc", rpc, "--deployment", join(scene.folder, "deployment.json"));
});
afterAll(async () => {
  if (page !== undefined) await endExplore(page);
  await gateway?.stop();
  await scene?.close();
});

type Answer = { status: number; headers: Record<string, unknown>; body: string };

/** A request as it is, without the corrections that `fetch` makes. */
const ask = (path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}) =>
  new Promise<Answer>((resolve, reject) => {
    const { hostname, port } = new URL(page.url);
    const { method = "GET", headers = {}, body } = options;
    const sent = request({ hostname, port, path, method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (chunk) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode!, headers: response.headers, body: text }));
    });
    sent.on("error", reject);
    sent.end(body);
  });

const rpc = (body: unknown, headers: Record<string, string> = {}) =>
  ask("/node-1", {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

describe("disjoint explore", () => {
  it("serves the page with a strict policy, on loopback only", async () => {
    const { status, headers, body } = await ask("/");
    expect(status).toBe(200);
    expect(body).toContain("<title>");
    expect(new URL(page.url).hostname).toBe("127.0.0.1");
    const policy = String(headers["content-security-policy"]).split("; ");
    expect(policy).toEqual(
      expect.arrayContaining([
        "default-src 'none'",
        "script-src 'self'",
        "connect-src 'self'",
        "frame-ancestors 'none'",
      ]),
    );
    expect(policy.join()).not.toMatch(/unsafe-(inline|eval|hashes)|https?:|\*/);
    expect(headers).toMatchObject({ "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" });
    const script = /src="\.(\/assets\/[^"]+\.js)"/.exec(body)![1]!;
    expect(await ask(script)).toMatchObject({
      status: 200,
      headers: { "content-type": "text/javascript; charset=utf-8" },
    });
    expect(await ask("/", { method: "HEAD" })).toMatchObject({ status: 200, body: "" });
  });

  it("has a snapshot that the contracts confirm through each of its nodes", async () => {
    const snapshot = readSnapshot(Buffer.from((await ask("/snapshot.json")).body));
    expect(snapshot.lists.map(({ list }) => list)).toEqual([scene.list]);
    const { nodes } = JSON.parse((await ask("/config.json")).body) as { nodes: string[] };
    expect(nodes).toHaveLength(2);
    for (const node of nodes) {
      const through: AskNode = async (method, params) => {
        const headers = { "content-type": "application/json" };
        const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
        const { result, error } = JSON.parse((await ask(`/${node}`, { method: "POST", headers, body })).body);
        if (error !== undefined) throw Object.assign(new Error(error.message), { code: error.code });
        return result;
      };
      const check = await checkSnapshot(snapshot, through);
      expect(check).toMatchObject({ isOnChain: true, differences: [] });
      expect(check.compared).toBeGreaterThan(5);
      const none = { ...snapshot.lists[0]!, list: `0x${"12".repeat(32)}` };
      const { differences } = await checkSnapshot({ ...snapshot, lists: [none] }, through);
      expect(differences.map(({ contract }) => contract)).toContain("none");
    }
  });

  it.each([
    "/../package.json",
    "/assets/../../../package.json",
    "/..%2f..%2fpackage.json",
    "/%2e%2e/%2e%2e/package.json",
    "//etc/passwd",
    "/etc/passwd",
    "http://127.0.0.1/etc/passwd",
    "/assets",
    "/assets/",
    "/__proto__",
    "/config.json/",
    "/config.json%00.html",
  ])("does not serve %s", async (path) => {
    expect(await ask(path)).toMatchObject({ status: 404, body: "404\n" });
  });

  it.each(["POST", "PUT", "DELETE", "OPTIONS", "TRACE"])("refuses %s for a file", async (method) => {
    expect(await ask("/config.json", { method })).toMatchObject({ status: 405, headers: { allow: "GET, HEAD" } });
  });

  it("does not answer pages of other names or origins", async () => {
    const { port } = new URL(page.url);
    expect(await ask("/", { headers: { host: `rebound.example:${port}` } })).toMatchObject({ status: 421 });
    expect(await ask("/", { headers: { host: `localhost:${port}` } })).toMatchObject({ status: 200 });
    const chainId = { jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] };
    expect(await rpc(chainId, { origin: "https://other.example" })).toMatchObject({ status: 403 });
    expect(await rpc(chainId, { origin: page.url.slice(0, -1) })).toMatchObject({ status: 200 });
    expect(await rpc(chainId, { "content-type": "text/plain" })).toMatchObject({ status: 415 });
    expect(await ask("/node-1")).toMatchObject({ status: 405 });
    expect(await ask("/node-3")).toMatchObject({ status: 404 });
  });

  it("forwards calls that only read, and no others", async () => {
    const codeOf = async (body: unknown) => JSON.parse((await rpc(body)).body).error?.code;
    const of = (method: string, params: unknown[] = []) => ({ jsonrpc: "2.0", id: 1, method, params });
    expect(await codeOf(of("eth_blockNumber"))).toBeUndefined();
    for (const method of ["eth_sendTransaction", "eth_accounts", "anvil_mine", "personal_sign", "debug_traceCall"])
      expect(await codeOf(of(method)), method).toBe(-32601);
    for (const body of ["", "{", "null", "[]", "1", of(undefined as never), { ...of("eth_call"), params: {} }])
      expect(await codeOf(body)).toBe(-32600);
    expect(await rpc("x".repeat(2 << 20))).toMatchObject({ status: 413 });
    expect(await codeOf(of("eth_getBlockByNumber", ["nonsense"]))).toBeLessThan(0);
  });

  it("never shows the key in a node's address", async () => {
    await gateway.stop();
    const refused = await rpc({ jsonrpc: "2.0", id: 1, method: "eth_chainId", params: [] });
    const config = await ask("/config.json");
    for (const text of [refused.body, config.body, page.stdout()]) expect(text).not.toContain("SECRET");
  });

  it("reports a port in use, an invalid port, and a second node without a first", async () => {
    const where = ["--rpc", scene.anvil.url, "--deployment", join(scene.folder, "deployment.json")];
    const { port } = new URL(page.url);
    const taken = await disjoint(["explore", ...where, "--port", port]);
    expect(taken).toMatchObject({ code: 2, stderr: expect.stringContaining("explore/cannot-listen") });
    expect(await disjoint(["explore", ...where, "--port", "65536"])).toMatchObject({ code: 2 });
    expect(await disjoint(["explore", "--verify-rpc", scene.anvil.url])).toMatchObject({ code: 2 });
  });
});
