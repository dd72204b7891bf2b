import { setTimeout as sleep } from "node:timers/promises";
import type { JsonRpcError, JsonRpcPayload, JsonRpcResult } from "ethers";
import { appendAll } from "../../shared/collections.ts";
import { chainError } from "../../shared/errors.ts";
import { isHexString } from "../../shared/ethers.ts";
import type { Address } from "./address.ts";
import type { Refused } from "./nodeError.ts";

type Answer = JsonRpcResult | JsonRpcError;

/** A response as it came: `json` is undefined when the body is not JSON; `retryAfter` in milliseconds. */
type Response = { status: number; retryAfter?: number; json: unknown; text: string };

/**
 * Sends requests to a node, in batches as large as it accepts; that is found out from its refusals. Each answer is the
 * node's result or error, or an error with the HTTP status and text. Secret parts of the address never appear in it.
 */
export class Transport {
  readonly #address: Address;
  readonly #timeout: number;
  #batchSize = 100;

  constructor(address: Address, timeout: number) {
    this.#address = address;
    this.#timeout = timeout;
  }

  /** @throws chain `chain/unreachable` when nothing comes back */
  async send(requests: readonly JsonRpcPayload[]): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (let first = 0; first < requests.length; ) {
      const batch = requests.slice(first, first + this.#batchSize);
      const response = await this.#post(batch);
      if (batch.length > 1 && refusesBatch(response, batch.length)) {
        this.#batchSize = Math.ceil(batch.length / 2);
        await sleep(response.retryAfter ?? 0);
        continue;
      }
      appendAll(
        answers,
        batch.map((request) => this.#answerTo(request, response)),
      );
      first += batch.length;
    }
    return answers;
  }

  async #post(requests: readonly JsonRpcPayload[]): Promise<Response> {
    const { url, headers } = this.#address;
    const body = JSON.stringify(requests.length === 1 ? requests[0] : requests);
    try {
      const signal = AbortSignal.timeout(this.#timeout);
      const response = await fetch(url, { method: "POST", headers, body, signal });
      const text = await response.text();
      const retryAfter = parseRetryAfter(response.headers.get("retry-after"));
      return { status: response.status, ...(retryAfter !== undefined && { retryAfter }), json: tryParse(text), text };
    } catch (error) {
      throw noResponse(this.#address, error as Error);
    }
  }

  #answerTo({ id }: JsonRpcPayload, { status, retryAfter, json, text }: Response): Answer {
    const found = [json].flat().find((each) => isAnswer(each) && (each.id === id || !Array.isArray(json))) as Answer;
    if (found !== undefined && "result" in found && status < 300) return { id, result: found.result };
    const { code, message, data } = found !== undefined && "error" in found ? found.error : ({} as Partial<Refused>);
    const words = String(message ?? (text.slice(0, 200) || "nothing"));
    const error: Refused = {
      code: Number.isInteger(code) ? code! : status,
      message: this.#address.conceal(words),
      status,
      data: concealData(data, this.#address),
      ...(retryAfter !== undefined && { retryAfter }),
    };
    return { id, error };
  }
}

/** The data of a revert is hexadecimal and no secret; anything else that a provider adds may quote the address. */
const concealData = (data: unknown, { conceal }: Address): unknown =>
  data === undefined || isHexString(data) ? data : JSON.parse(conceal(JSON.stringify(data)));

/** Whether a batch got no list of as many answers, or only errors about batches. */
const refusesBatch = ({ json }: Response, length: number): boolean =>
  !Array.isArray(json) ||
  json.length < length ||
  json.every((each) => /batch/i.test(String((each as Partial<JsonRpcError>)?.error?.message)));

const isAnswer = (value: unknown): value is Answer =>
  typeof value === "object" && value !== null && ("result" in value || isObject((value as JsonRpcError).error));

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The header Retry-After, seconds or a date (RFC 9110, 10.2.3), as milliseconds from now. */
function parseRetryAfter(header: string | null): number | undefined {
  if (header === null) return undefined;
  const wait = /^\d+$/.test(header) ? 1000 * Number(header) : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.max(wait, 0) : undefined;
}

function noResponse({ host, conceal }: Address, error: Error): Error {
  const { cause } = error as { cause?: { code?: unknown; message?: unknown } };
  const why = String(cause?.code ?? cause?.message ?? error.message);
  return chainError(
    "chain/unreachable",
    `the node at ${host} does not answer: ${conceal(why)}`,
    "Check the node's address and that it runs. Or give another node as `rpc`.",
  );
}
