import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Question, Refusal } from "./provider.ts";
import { isRare, RULE_NAMES, RULES, rulesAbout } from "./providerFaults.ts";
import { random } from "./random.ts";

/** Faults of the connection, in both directions. */
const OF_THE_LINE = ["drop", "429", "500", "timeout", "deaf", "garbage"] as const;
/** Faults of a transaction in transit: see `Tricks`. */
const OF_SENDING = ["duplicate", "underpriced", "replaced"] as const;

const FAULTS = [...OF_THE_LINE, ...OF_SENDING, "nonce gap", ...RULE_NAMES] as const;
type Fault = (typeof FAULTS)[number];

/** Hooks for faults that need more than a line, called with the raw transaction before it is passed on. */
export type Tricks = {
  /** Makes the chain too expensive for it. */
  underpriced(raw: string): Promise<void>;
  /** Takes its place with another transaction. */
  replaced(raw: string): Promise<void>;
};

export type FaultyNode = {
  /** With a user, a key in its path and one in its query, as providers give addresses. */
  url: string;
  injected: Record<Fault, number>;
  /** Called with every requested method, before anything is done. */
  watch: (method: string) => void;
  stop(): Promise<void>;
};

/** Consecutive requests that a gateway is down for, and that a key is not allowed for. */
const BURST = 3;

/**
 * A node in front of another that does wrong in every way: one question of `every` is dropped, refused, never answered,
 * answered with garbage, or passed on without an answer; as many are refused by a provider's rule that is about
 * them; of the transactions, three of four are sent twice, made too cheap
 * or outrun; of the account's numbers, one of four is too high. The kinds take turns.
 */
export async function startFaultyNode(
  target: string,
  every: number,
  seed: number,
  tricks?: Tricks,
): Promise<FaultyNode> {
  const chances = random(seed);
  const injected = Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>;
  const next = <F extends Fault>(kinds: readonly F[], chance: number): F | undefined => {
    if (kinds.length === 0 || chances() >= chance) return undefined;
    const fault = kinds.toSorted((a, b) => injected[a] - injected[b])[0]!;
    injected[fault]++;
    return fault;
  };

  let burst: { left: number; refusal?: Refusal } = { left: 0 };
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString();
    await answer(response, body).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const node: FaultyNode = {
    url: `http://ann:SECRETPW@127.0.0.1:${(server.address() as AddressInfo).port}/v3/SECRETKEY0123?token=SECRETTOKEN`,
    injected,
    watch: () => {},
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return node;

  async function answer(response: ServerResponse, body: string): Promise<void> {
    const questions = [JSON.parse(body) as Question | Question[]].flat();
    for (const { method } of questions) node.watch(method);
    const fault = next(OF_THE_LINE, 1 / every);
    if (fault === "drop") return void response.destroy();
    if (fault === "timeout") return;
    if (fault === "429" || fault === "500") return void response.writeHead(Number(fault)).end("busy");
    if (fault === "garbage") return void response.end('{"jsonrpc":"2.0","id":1,"result":"0xzz"}');
    const refusal = fault === undefined ? refusalOf(questions) : undefined;
    if (refusal !== undefined) return refuse(response, refusal, questions);
    const raw = questions.find(({ method }) => method === "eth_sendRawTransaction")?.params[0];
    const trick = raw === undefined ? undefined : await trouble(String(raw), body);
    const text = await pass(target, body);
    if (trick !== undefined && trick !== "duplicate" && !text.includes('"error"')) injected[trick]--;
    if (fault === "deaf") return void response.destroy();
    response.setHeader("content-type", "application/json");
    response.end(questions[0]?.method === "eth_getTransactionCount" ? ahead(text) : text);
  }

  /** What a provider says to a body of questions, if a rule of one strikes them; some go on for some questions. */
  function refusalOf(questions: readonly Question[]): Refusal | undefined {
    if (burst.left > 0) {
      burst.left--;
      return burst.refusal;
    }
    const rules = rulesAbout(questions);
    const rule = next(rules.filter(isRare), 1 / 2) ?? next(rules, 1 / every);
    if (rule === undefined) return undefined;
    const { says } = RULES[rule];
    const refusal: Refusal = says[injected[rule] % says.length]!;
    if (rule === "gateway" || rule === "not allowed") burst = { left: BURST - 1, refusal };
    return refusal;
  }

  /** Counted only if the node then refuses the transaction, or has it twice. */
  async function trouble(raw: string, body: string): Promise<(typeof OF_SENDING)[number] | undefined> {
    if (tricks === undefined) return undefined;
    const fault = next(OF_SENDING, 3 / 4);
    if (fault === "duplicate") await pass(target, body);
    else if (fault !== undefined) await tricks[fault](raw);
    return fault;
  }

  /** An answer with an account's number that is too high: what is sent under it waits for what is never sent. */
  function ahead(text: string): string {
    if (tricks === undefined || next(["nonce gap"], 1 / 4) === undefined) return text;
    return text.replace(/"0x([0-9a-f]+)"/, (_, count) => `"0x${(Number.parseInt(count, 16) + 2).toString(16)}"`);
  }
}

const pass = async (target: string, body: string): Promise<string> =>
  (await fetch(target, { method: "POST", headers: { "content-type": "application/json" }, body })).text();

function refuse(
  response: ServerResponse,
  { status = 200, headers, error, text }: Refusal,
  questions: Question[],
): void {
  response.writeHead(status, { "content-type": text === undefined ? "application/json" : "text/plain", ...headers });
  const id = questions.length === 1 ? questions[0]!.id : null;
  response.end(text ?? JSON.stringify({ jsonrpc: "2.0", id, error }));
}
