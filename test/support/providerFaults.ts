import type { Question, Refusal } from "./provider.ts";

/** A provider's rule that applies now and then: the batches it is about, and its responses to them, in turn. */
type Rule = { isAbout(questions: readonly Question[]): boolean; says: readonly Refusal[] };

const about =
  (...methods: string[]) =>
  (questions: readonly Question[]): boolean =>
    questions.some(({ method }) => methods.includes(method));

const error = (code: number, message: string, status = 200): Refusal => ({ status, error: { code, message } });

/** The longest range of logs that a request asks for, in blocks. */
const span = (questions: readonly Question[]): number =>
  Math.max(
    0,
    ...questions
      .filter(({ method }) => method === "eth_getLogs")
      .map(({ params }) => params[0] as { fromBlock: string; toBlock: string })
      .map(({ fromBlock, toBlock }) => Number(toBlock) - Number(fromBlock) + 1),
  );

const namesHash = ({ method, params }: Question): boolean => method === "eth_call" && typeof params[1] === "object";

/** Real error messages of providers and nodes, in place of another one's answer. */
export const RULES = {
  range: {
    isAbout: (questions) => span(questions) > 10,
    says: [
      error(-32600, "up to a 10 block range on this plan", 400),
      error(-32614, "eth_getLogs is limited to a 10 range", 413),
      error(-32005, "query returned more than 10000 results"),
      error(-32000, "range too wide for this node", 503),
      error(-32029, "log range exceeds the plan", 429),
      { status: 400, text: "range" },
    ],
  },
  batch: {
    isAbout: ({ length }) => length > 3,
    says: [
      error(31, "Batch of more than 3 requests are not allowed", 500),
      error(31, "Batch of more than 3 requests are not allowed"),
      error(31, "Batch of more than 3 requests are not allowed", 429),
      { status: 413, text: "Request Entity Too Large" },
    ],
  },
  "no hash": {
    isAbout: (questions) => questions.some(namesHash),
    says: [
      error(-32602, "invalid argument 1: json: cannot unmarshal object into Go value of type string"),
      error(-32602, "Invalid params: blockHash is not supported"),
    ],
  },
  "not found": {
    isAbout: about("eth_call"),
    says: [error(-32000, "header not found"), error(-32001, "block not found: hash 0xabab")],
  },
  pruned: {
    isAbout: about("eth_call"),
    says: [error(-32000, "missing trie node 0xabab (path )"), error(-32000, "World state unavailable")],
  },
  indexing: {
    isAbout: about("eth_getTransactionByHash", "eth_getTransactionReceipt"),
    says: [error(-32000, "transaction indexing is in progress")],
  },
  "retry-after": {
    isAbout: () => true,
    says: [
      { status: 429, headers: { "retry-after": "0" }, text: "slow down" },
      { status: 429, headers: { "retry-after": "Thu, 01 Jan 1970 00:00:00 GMT" }, text: "slow down" },
      { ...error(-32005, "daily request count exceeded, request rate limited", 429), headers: { "retry-after": "1" } },
    ],
  },
  "not allowed": {
    isAbout: () => true,
    says: [
      { status: 401, text: "invalid key" },
      { status: 403, text: "project is over its limit" },
      error(-32052, "origin not allowed", 403),
    ],
  },
  gateway: {
    isAbout: () => true,
    says: [
      { status: 502, text: "<html>Bad Gateway</html>" },
      { status: 503, text: "" },
      error(-32603, "upstream timed out", 504),
    ],
  },
} as const satisfies Record<string, Rule>;

type RuleName = keyof typeof RULES;

export const RULE_NAMES = Object.keys(RULES) as RuleName[];

/** The rules that could apply to these requests. */
export const rulesAbout = (questions: readonly Question[]): RuleName[] =>
  RULE_NAMES.filter((name) => RULES[name].isAbout(questions));

/** Whether a rule is about rare requests. */
export const isRare = (name: RuleName): boolean => ["range", "batch", "indexing"].includes(name);
