import type { JsonRpcError, JsonRpcPayload, JsonRpcResult } from "ethers";
import { chainError } from "../../shared/errors.ts";
import { isHexString } from "../../shared/ethers.ts";
import type { Address } from "./address.ts";
import type { Refused } from "./nodeError.ts";

export type Answer = JsonRpcResult | JsonRpcError;

/** An answer as it came: `json` is undefined when it is none. */
type Response = { status: number; retryAfter?: number; json: unknown; text: string };

/**
 * How questions get to a node: a body of as many as it takes. What it takes is found out by its refusals; an answer is
 * that of the node, or an error with HTTP status and words, from which everything secret of the address is taken out.
 */
export class Transport {
  readonly #address: Address;
  readonly #timeout: number;
  #atOnce = 100;

  constructor(address: Address, timeout: number) {
    this.#address = address;
    this.#timeout = timeout;
  }

  /** @throws chain `chain/unreachable` when nothing comes back */
  async send(questions: readonly JsonRpcPayload[]): Promise<Answer[]> {
    const answers: Answer[] = [];
    for (let first = 0; first < questions.length; ) {
      const some = questions.slice(first, first + this.#atOnce);
      const response = await this.#post(some);
      if (some.length > 1 && refusesBatch(response, some.length)) {
        this.#atOnce = Math.ceil(some.length / 2);
        await pause(response.retryAfter ?? 0);
        continue;
      }
      answers.push(...some.map((question) => this.#answerTo(question, response)));
      first += some.length;
    }
    return answers;
  }

  async #post(questions: readonly JsonRpcPayload[]): Promise<Response> {
    const { url, headers } = this.#address;
    const body = JSON.stringify(questions.length === 1 ? questions[0] : questions);
    try {
      const signal = AbortSignal.timeout(this.#timeout);
      const response = await fetch(url, { method: "POST", headers, body, signal });
      const text = await response.text();
      const wait = waitOf(response.headers.get("retry-after"));
      return { status: response.status, ...(wait !== undefined && { retryAfter: wait }), json: parsed(text), text };
    } catch (error) {
      throw silence(this.#address, error as Error);
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
      data: concealed(data, this.#address),
      ...(retryAfter !== undefined && { retryAfter }),
    };
    return { id, error };
  }
}

/** A revert's data is hexadecimal, and no secret; whatever else a provider adds may quote the address. */
const concealed = (data: unknown, { conceal }: Address): unknown =>
  data === undefined || isHexString(data) ? data : JSON.parse(conceal(JSON.stringify(data)));

/** A body of several questions that got no list of as many answers, or errors that speak of the batch. */
const refusesBatch = ({ json }: Response, length: number): boolean =>
  !Array.isArray(json) ||
  json.length < length ||
  json.every((each) => /batch/i.test(String((each as Partial<JsonRpcError>)?.error?.message)));

const isAnswer = (value: unknown): value is Answer =>
  typeof value === "object" && value !== null && ("result" in value || isObject((value as JsonRpcError).error));

const isObject = (value: unknown): boolean => typeof value === "object" && value !== null;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Seconds, or a date (RFC 9110, 10.2.3), as milliseconds from now. */
function waitOf(header: string | null): number | undefined {
  if (header === null) return undefined;
  const wait = /^\d+$/.test(header) ? 1000 * Number(header) : Date.parse(header) - Date.now();
  return Number.isFinite(wait) ? Math.max(wait, 0) : undefined;
}

function silence({ host, conceal }: Address, error: Error): Error {
  const { cause } = error as { cause?: { code?: unknown; message?: unknown } };
  const why = String(cause?.code ?? cause?.message ?? error.message);
  return chainError(
    "chain/unreachable",
    `the node at ${host} does not answer: ${conceal(why)}`,
    "Check the node's address and that it runs.",
  );
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
