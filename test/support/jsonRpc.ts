import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Question = { id: number; method: string; params: unknown[] };

/** Serves JSON-RPC over HTTP, single questions and batches, at a free port of this machine. */
export async function serveJsonRpc(
  answer: (question: Question) => Promise<unknown>,
): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asked = JSON.parse(Buffer.concat(chunks).toString()) as Question | Question[];
    const answers = await Promise.all([asked].flat().map(answer));
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(Array.isArray(asked) ? answers : answers[0]));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
