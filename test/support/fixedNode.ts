import { onTestFinished } from "vitest";
import { serveJsonRpc } from "./jsonRpc.ts";

const ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";

/** A deployment's document, of which nothing is on a chain. */
export const DEPLOYMENT = {
  format: "disjoint/deployment/v1",
  chainId: 31337,
  blocklists: ADDRESS,
  ledger: ADDRESS,
  releases: ADDRESS,
  circuits: [{ circuitId: `0x${"ab".repeat(32)}`, entries: 256, verifier: ADDRESS, setup: "development" }],
};

/** Until the test ends, a node that gives one answer for each method. @returns its address */
export async function nodeThat(answers: (method: string) => unknown): Promise<string> {
  const { url, stop } = await serveJsonRpc(async ({ id, method }) => ({ jsonrpc: "2.0", id, result: answers(method) }));
  onTestFinished(stop);
  return url;
}
