import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export type Fault = "drop" | "429" | "500" | "late" | "deaf" | "twice" | "garbage";

const FAULTS: Fault[] = ["drop", "429", "500", "late", "deaf", "twice", "garbage"];

export type FaultyNode = { url: string; injected: Record<Fault, number>; stop(): Promise<void> };

/**
 * A node in front of another that does wrong in every way: one question of `every` is dropped, refused, answered late, or
 * with garbage; or passed on without an answer, or twice. The same seed gives the same faults.
 */
export async function startFaultyNode(target: string, every: number, seed: number): Promise<FaultyNode> {
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const injected = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>;
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    const fault = random(every) !== 0 ? undefined : FAULTS[random(FAULTS.length)]!;
    if (fault !== undefined) injected[fault]++;
    await answer(response, fault, () => pass(target, body)).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    injected,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const pass = async (target: string, body: string): Promise<string> =>
  (await fetch(target, { method: "POST", headers: { "content-type": "application/json" }, body })).text();

async function answer(response: ServerResponse, fault: Fault | undefined, ask: () => Promise<string>): Promise<void> {
  if (fault === "drop") return void response.destroy();
  if (fault === "429" || fault === "500") return void response.writeHead(Number(fault)).end("busy");
  if (fault === "garbage") return void response.end('{"jsonrpc":"2.0","id":1,"result":"0xzz"}');
  if (fault === "late") await new Promise((resolve) => setTimeout(resolve, 300));
  if (fault === "twice") await ask();
  const text = await ask();
  if (fault === "deaf") return void response.destroy();
  response.setHeader("content-type", "application/json");
  response.end(text);
}
