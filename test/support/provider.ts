import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export type Question = { id: number; method: string; params: unknown[] };

/** A provider's refusal: an HTTP status (default 200), headers, and an error of JSON-RPC or plain text. */
export type Refusal = { status?: number; headers?: Record<string, string>; error?: object; text?: string };

/** A provider's rule: its response to a batch of requests as a whole, or to one of them, instead of passing it on. */
export type Rule = {
  body?: (questions: Question[]) => Refusal | undefined;
  one?: (q: Question) => Refusal | undefined;
};

export type Provider = {
  /** With a key in its path and a user, as providers give addresses. */
  url: string;
  methods: string[];
  sizes: number[];
  headers: Record<string, unknown>[];
  stop(): Promise<void>;
};

/** Puts providers' rules before a node, and records its requests. */
export async function startProvider(target: string, ...rules: Rule[]): Promise<Provider> {
  const methods = [] as string[];
  const sizes = [] as number[];
  const headers = [] as Record<string, unknown>[];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Question | Question[];
    const questions = [body].flat();
    headers.push(request.headers);
    sizes.push(questions.length);
    methods.push(...questions.map(({ method }) => method));
    const say = (status: number, more: Record<string, string>, content: unknown) => {
      const isText = typeof content === "string";
      response.writeHead(status, { "content-type": isText ? "text/plain" : "application/json", ...more });
      response.end(isText ? content : JSON.stringify(content));
    };
    const error = (refusal: Refusal, id: number | null) => ({ jsonrpc: "2.0", id, error: refusal.error });
    const whole = rules.map((rule) => rule.body?.(questions)).find((refusal) => refusal !== undefined);
    if (whole) return say(whole.status ?? 200, whole.headers ?? {}, whole.text ?? error(whole, null));
    const refused = new Map<number, Refusal>();
    for (const question of questions)
      for (const rule of rules) {
        const refusal = refused.has(question.id) ? undefined : rule.one?.(question);
        if (refusal) refused.set(question.id, refusal);
      }
    const [first] = refused.values();
    if (first?.text !== undefined || (first?.status ?? 200) !== 200)
      return say(first!.status ?? 200, first!.headers ?? {}, first!.text ?? error(first!, questions[0]!.id));
    const passed = questions.filter(({ id }) => !refused.has(id));
    const text = passed.length === 0 ? "[]" : await pass(target, passed);
    const answers = [...(JSON.parse(text) as object[]), ...[...refused].map(([id, refusal]) => error(refusal, id))];
    say(200, {}, Array.isArray(body) ? answers : answers[0]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://ann:SECRETPW@127.0.0.1:${port}/v3/SECRETKEY0123?token=SECRETTOKEN`,
    methods,
    sizes,
    headers,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const pass = async (target: string, body: Question[]): Promise<string> =>
  (
    await fetch(target, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    })
  ).text();
