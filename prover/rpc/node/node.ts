import type { JsonRpcError, JsonRpcPayload, JsonRpcResult } from "ethers";
import { FeeData, JsonRpcProvider, Network } from "../../shared/ethers.ts";
import { readAddress } from "./address.ts";
import { acceptBlockHashes } from "./blockHash.ts";
import { suggestFees } from "./fees.ts";
import { memoizeAnswers } from "./memoize.ts";
import { NodeError, type Refused, retryFor } from "./nodeError.ts";
import { type PollingOptions, poll } from "./polling.ts";
import { type Ask, quorumOf } from "./quorum.ts";
import { Transport } from "./transport.ts";

/** Milliseconds in which a gateway may recover, or another node behind it may have the data. */
const SHORTLY = 5_000;

/** A node that is asked over HTTP, alone or together with a quorum node. No other host is ever asked. */
export class Node extends JsonRpcProvider {
  readonly #ask: Ask;
  readonly #transport: Transport;
  readonly #host: string;

  constructor(url: string, chainId: number, polling: PollingOptions, quorumNode?: Node) {
    const address = readAddress(url);
    // A network from the library's own list has plug-ins that ask other hosts for fees. Requests that are made
    // together are sent together; by default each would wait 10 ms for others.
    super(address.url, new Network(`chain ${chainId}`, chainId), {
      staticNetwork: true,
      cacheTimeout: -1,
      batchStallTime: 1,
    });
    this.#host = address.host;
    this.#transport = new Transport(address, polling.requestTimeout);
    const alone = acceptBlockHashes(withRetries((method, params) => super.send(method, params), polling));
    const second: Ask = (...request) => quorumNode!.send(...request);
    this.#ask = memoizeAnswers(quorumNode === undefined ? alone : quorumOf(alone, second, polling));
  }

  override send(method: string, params: unknown[]): Promise<unknown> {
    return this.#ask(method, params);
  }

  override _send(requests: JsonRpcPayload | JsonRpcPayload[]): Promise<JsonRpcResult[]> {
    // The library accepts errors, too, although its type does not say so.
    return this.#transport.send([requests].flat()) as Promise<JsonRpcResult[]>;
  }

  override getRpcError(_: JsonRpcPayload, { error }: JsonRpcError): Error {
    return new NodeError(this.#host, error as Refused);
  }

  override async getFeeData(): Promise<FeeData> {
    const fees = await suggestFees((method, params) => this.send(method, params));
    if (fees.type === 0) return new FeeData(fees.gasPrice, null, null);
    return new FeeData(null, fees.maxFeePerGas, fees.maxPriorityFeePerGas);
  }
}

/** Repeats a request that fails because the node is busy or does not have the data yet. */
export function withRetries(
  ask: Ask,
  { timeout, pollingInterval }: Pick<PollingOptions, "timeout" | "pollingInterval">,
): Ask {
  return (method, params) =>
    poll({ timeout, pollingInterval }, async () => {
      try {
        return { result: await ask(method, params) };
      } catch (error) {
        const retry = error instanceof NodeError ? retryFor(error) : undefined;
        if (!(error instanceof NodeError) || retry === undefined) throw error;
        const { retryAfter } = error.refused;
        return {
          error: () => error,
          ...(retryAfter !== undefined && { retryAfter }),
          ...(retry === "short" && { timeout: SHORTLY }),
        };
      }
    });
}
