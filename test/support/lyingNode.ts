import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

type Question = { id: number; method: string; params: unknown[] };

/** What a liar says instead; undefined to tell the truth. `truth` is what the node behind it answers. */
export type Lie = (method: string, truth: unknown, params: unknown[]) => unknown;

/** `told`: how many answers were lies. A lie may be set while it runs. */
export type LyingNode = { url: string; told: number; lie: Lie; stop(): Promise<void> };

/** A node in front of another that tells the truth except where a lie says otherwise. */
export async function startLyingNode(target: string, lie: Lie = () => undefined): Promise<LyingNode> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asked = JSON.parse(Buffer.concat(chunks).toString()) as Question | Question[];
    const answers = await Promise.all([asked].flat().map(answer));
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(Array.isArray(asked) ? answers : answers[0]));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const node: LyingNode = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    told: 0,
    lie,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return node;

  async function answer(question: Question): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: "2.0", ...question });
    const headers = { "content-type": "application/json" };
    const said = (await (await fetch(target, { method: "POST", headers, body })).json()) as Record<string, unknown>;
    const instead = node.lie(question.method, said.result, question.params);
    if (instead === undefined) return said;
    node.told++;
    return { jsonrpc: "2.0", id: question.id, result: instead };
  }
}
