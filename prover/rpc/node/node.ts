import type { JsonRpcError, JsonRpcPayload, JsonRpcResult } from "ethers";
import { FeeData, JsonRpcProvider, Network } from "../../shared/ethers.ts";
import { readAddress } from "./address.ts";
import { atHashes } from "./byNumber.ts";
import { suggestFees } from "./fees.ts";
import { NodeError, type Refused, retryFor } from "./nodeError.ts";
import type { PollingOptions } from "./polling.ts";
import { type Ask, quorumOf } from "./quorum.ts";
import { memoize } from "./remember.ts";
import { Transport } from "./transport.ts";

/** Milliseconds in which a gateway may get up again, or another node behind it may know more. */
const SHORTLY = 5_000;

/** A node that is asked over HTTP, alone or together with a quorumNode. No other host is ever asked. */
export class Node extends JsonRpcProvider {
  readonly #ask: Ask;
  readonly #transport: Transport;
  readonly #host: string;

  constructor(url: string, chainId: number, polling: PollingOptions, quorumNode?: Node) {
    const address = readAddress(url);
    // A network of the library's own list would bring plug-ins that ask other hosts for fees.
    super(address.url, new Network(`chain ${chainId}`, chainId), { staticNetwork: true, cacheTimeout: -1 });
    this.#host = address.host;
    this.#transport = new Transport(address, polling.requestTimeout);
    const alone = atHashes(withRetries((method, params) => super.send(method, params), polling));
    const second: Ask = (...question) => quorumNode!.send(...question);
    this.#ask = memoize(quorumNode === undefined ? alone : quorumOf(alone, second, polling));
  }

  override send(method: string, params: unknown[]): Promise<unknown> {
    return this.#ask(method, params);
  }

  override _send(questions: JsonRpcPayload | JsonRpcPayload[]): Promise<JsonRpcResult[]> {
    // The library takes errors, too, whatever its type says.
    return this.#transport.send([questions].flat()) as Promise<JsonRpcResult[]>;
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

/** Asks again what a node only does not know yet, or is too busy for; it says itself when, or the interval does. */
export function withRetries(
  ask: Ask,
  { timeout, pollingInterval }: Pick<PollingOptions, "timeout" | "pollingInterval">,
): Ask {
  return async (method, params) => {
    const started = Date.now();
    for (let wait = pollingInterval; ; wait = Math.min(2 * wait, SHORTLY)) {
      try {
        return await ask(method, params);
      } catch (error) {
        if (!(error instanceof NodeError)) throw error;
        const worth = retryFor(error);
        const next = error.refused.retryAfter ?? wait;
        const limit = worth === "long" ? timeout : Math.min(timeout, SHORTLY);
        if (worth === undefined || Date.now() + next > started + limit) throw error;
        await new Promise((resolve) => setTimeout(resolve, next));
      }
    }
  };
}
