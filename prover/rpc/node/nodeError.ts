/**
 * The error that a node, or the provider in front of it, answers with. `status`: of the HTTP response; `retryAfter`: in
 * milliseconds.
 */
export type Refused = { code: number; message: string; data?: unknown; status: number; retryAfter?: number };

/** An error that a node answered with; the message is the node's. */
export class NodeError extends Error {
  override readonly name = "NodeError";
  readonly host: string;
  readonly refused: Refused;
  /** The revert data, in the same place as in errors of ethers. */
  readonly data: unknown;

  constructor(host: string, refused: Refused) {
    super(refused.message);
    this.host = host;
    this.refused = refused;
    this.data = refused.data;
  }
}

// Nodes have no common codes for these. The texts are those of geth, Erigon, Nethermind, Besu, reth and of providers.

/** The node does not have the data yet; another one behind the same address may have it. */
const NOT_YET =
  /header (for hash )?not found|(unknown|could not find|no such) (block|header)|block\b.{0,90}(not found|not be found|unknown)|indexing (is )?in progress|(still|not).{0,12} sync(ed|ing)/i;

/** The node has pruned the state, or not computed it yet; another one behind the same address may have it. */
const NO_STATE =
  /missing trie node|prun(ed|ing)|\bstate\b.{0,90}(unavailable|not available)|no state available|proof window/i;

/** Too many requests. "limit exceeded" alone is not one of these texts: nodes also say it of a long log range. */
const TOO_OFTEN =
  /rate.?limit|too many requests|requests? (per|limit)|(per |\/)(sec|minute)|compute units|throttl|capacity exceeded/i;

/** The transaction's fees are too low for the node or the provider. */
const TOO_CHEAP =
  /underpriced|below (the )?(configured )?minimum|minimum needed|fee ?too ?low|too low to|less than (the )?(block )?base ?fee|tip cap|gas price too low|min(imum)? (gas price|priority|tip)/i;

/** The node has the transaction already. */
const KNOWN = /already.?known|already imported|known transaction|already (exists|in)/i;

const NO_FUNDS =
  /insufficient (funds|balance)|enough (funds|balance)|lack of funds|insufficientfunds|upfront cost exceeds/i;

const NO_TYPE =
  /(transaction )?type.{0,12} not (supported|allowed|enabled)|unsupported transaction type|1559 .{0,20}not/i;

/** The node does not accept a block by its hash (EIP-1898). */
const NO_HASH =
  /unmarshal object|cannot unmarshal|invalid (argument|params|type|block)|expected .*string|blockhash|hex string|block ?tag|1898/i;

const NO_METHOD =
  /method.{0,60}(not (found|exist|available|supported|allowed|enabled)|unsupported|disabled)|(does not|doesn't) exist|unsupported method/i;

const says = (words: RegExp) => (error: unknown) => error instanceof NodeError && words.test(error.message);

export const isUnderpriced = says(TOO_CHEAP);
export const isAlreadyKnown = says(KNOWN);
export const hasNoFunds = (error: unknown): error is NodeError => says(NO_FUNDS)(error);
export const isOtherType = says(NO_TYPE);
export const takesNoHash = (error: unknown): boolean =>
  says(NO_HASH)(error) && !says(NOT_YET)(error) && !says(NO_STATE)(error);

/** -32601 is JSON-RPC's own code; providers use others. */
export const isNoMethod = (error: unknown): boolean =>
  error instanceof NodeError && (error.refused.code === -32601 || NO_METHOD.test(error.message));

export const isRateLimited = (error: unknown): boolean =>
  error instanceof NodeError &&
  (TOO_OFTEN.test(error.message) || (error.refused.status === 429 && error.refused.code === 429));

/** How long it makes sense to retry: until the polling timeout, for a short time, or not at all. */
export function retryFor(error: NodeError): "long" | "short" | undefined {
  if (isRateLimited(error) || NOT_YET.test(error.message)) return "long";
  const { status, code } = error.refused;
  if (NO_STATE.test(error.message) || (status >= 500 && code === status)) return "short";
  return undefined;
}
