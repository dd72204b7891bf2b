import { FetchRequest, JsonRpcProvider } from "ethers";
import { type Ask, agreeing, pinned } from "./agreement.ts";
import type { Patience } from "./patience.ts";

/** A node that is asked over HTTP, alone or together with a witness. */
export class Node extends JsonRpcProvider {
  readonly #ask: Ask;

  constructor(url: string, chainId: number, patience: Patience, witness?: Node) {
    const request = new FetchRequest(url);
    request.timeout = patience.request;
    super(request, chainId, { staticNetwork: true, cacheTimeout: -1 });
    const alone: Ask = (method, params) => super.send(method, pinned(method, params));
    this.#ask = witness === undefined ? alone : agreeing(alone, (...question) => witness.send(...question), patience);
  }

  override send(method: string, params: unknown[]): Promise<unknown> {
    return this.#ask(method, params);
  }
}
