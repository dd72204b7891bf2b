import { FeeData, type JsonRpcError, type JsonRpcPayload, JsonRpcProvider, type JsonRpcResult, Network } from "ethers";
import { readAddress } from "./address.ts";
import { atHashes } from "./byNumber.ts";
import { suggestedFees } from "./fees.ts";
import { NodeError, type Refused, worthAsking } from "./nodeError.ts";
import type { Patience } from "./polling.ts";
import { type Ask, agreeing } from "./quorum.ts";
import { remembering } from "./remember.ts";
import { Transport } from "./transport.ts";

/** Milliseconds in which a gateway may get up again, or another node behind it may know more. */
const SHORTLY = 5_000;

/** A node that is asked over HTTP, alone or together with a witness. No other host is ever asked. */
export class Node extends JsonRpcProvider {
  readonly #ask: Ask;
  readonly #transport: Transport;
  readonly #host: string;

  constructor(url: string, chainId: number, patience: Patience, witness?: Node) {
    const address = readAddress(url);
    // A network of the library's own list would bring plug-ins that ask other hosts for fees.
    super(address.url, new Network(`chain ${chainId}`, chainId), { staticNetwork: true, cacheTimeout: -1 });
    this.#host = address.host;
    this.#transport = new Transport(address, patience.request);
    const alone = atHashes(patiently((method, params) => super.send(method, params), patience));
    const second: Ask = (...question) => witness!.send(...question);
    this.#ask = remembering(witness === undefined ? alone : agreeing(alone, second, patience));
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
    const fees = await suggestedFees((method, params) => this.send(method, params));
    if (fees.type === 0) return new FeeData(fees.gasPrice, null, null);
    return new FeeData(null, fees.maxFeePerGas, fees.maxPriorityFeePerGas);
  }
}

/** Asks again what a node only does not know yet, or is too busy for; it says itself when, or the interval does. */
export function patiently(ask: Ask, { timeout, interval }: Pick<Patience, "timeout" | "interval">): Ask {
  return async (method, params) => {
    const started = Date.now();
    for (let wait = interval; ; wait = Math.min(2 * wait, SHORTLY)) {
      try {
        return await ask(method, params);
      } catch (error) {
        if (!(error instanceof NodeError)) throw error;
        const worth = worthAsking(error);
        const next = error.refused.retryAfter ?? wait;
        const patience = worth === "long" ? timeout : Math.min(timeout, SHORTLY);
        if (worth === undefined || Date.now() + next > started + patience) throw error;
        await new Promise((resolve) => setTimeout(resolve, next));
      }
    }
  };
}
