import { type Question, serveJsonRpc } from "./jsonRpc.ts";

/** What a liar says instead; undefined to tell the truth. `truth` is what the node behind it answers. */
export type Lie = (method: string, truth: unknown, params: unknown[]) => unknown;

/** `told`: how many answers were lies. A lie may be set while it runs. */
export type LyingNode = { url: string; told: number; lie: Lie; stop(): Promise<void> };

/** A node in front of another that tells the truth except where a lie says otherwise. */
export async function startLyingNode(target: string, lie: Lie = () => undefined): Promise<LyingNode> {
  const node: LyingNode = { told: 0, lie, ...(await serveJsonRpc(answer)) };
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
