import type { Chain } from "../../rpc/connection.ts";
import { withoutSecrets } from "../../shared/redact.ts";

/** What the page asks nodes. Nothing here sends a transaction or uses an account. */
const METHODS: readonly string[] = [
  "eth_blockNumber",
  "eth_call",
  "eth_chainId",
  "eth_getBlockByNumber",
  "eth_getLogs",
];

/** The code of JSON-RPC for a method that there is none of. */
const NO_SUCH_METHOD = -32601;
const INVALID_REQUEST = -32600;
const SERVER_ERROR = -32000;

/** What the page's check reads in the message of a call that a contract refused. */
const REVERT = 3;

/**
 * Passes a request of JSON-RPC on to a node, so that the browser neither needs nor sees its address.
 *
 * @param body the request
 * @returns the answer, which names no address
 */
export async function passOn(chain: Chain, body: string): Promise<string> {
  const request = parseRequest(body);
  const { id = null, method, params = [] } = request ?? {};
  const answer = (rest: object) => JSON.stringify({ jsonrpc: "2.0", id, ...rest });
  if (typeof method !== "string" || !Array.isArray(params))
    return answer({ error: { code: INVALID_REQUEST, message: "not a request" } });
  if (!METHODS.includes(method))
    return answer({ error: { code: NO_SUCH_METHOD, message: `${method.slice(0, 40)} is not passed on` } });
  try {
    return answer({ result: await chain.provider.send(method, params) });
  } catch (error) {
    const message = withoutSecrets(String((error as Error).message));
    return answer({ error: { code: isRevert(error) ? REVERT : SERVER_ERROR, message } });
  }
}

type Request = { id?: unknown; method?: unknown; params?: unknown };

function parseRequest(body: string): Request | undefined {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

const isRevert = (error: unknown): boolean =>
  (error as { code?: unknown }).code === REVERT || /revert/i.test(String((error as Error).message));
