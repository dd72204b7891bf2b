import { type Question, serveJsonRpc } from "./jsonRpc.ts";

/** The false answer, or undefined to tell the truth. `truth` is the answer of the real node. */
export type Lie = (method: string, truth: unknown, params: unknown[]) => unknown;

/** `told`: the number of false answers so far. A lie may be set while the node runs. */
export type LyingNode = { url: string; told: number; lie: Lie; stop(): Promise<void> };

/** A proxy of another node that tells the truth except where a lie replaces it. */
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
