import type { Contract } from "ethers";
import { atBlock, type BlockRef, readBlock, readConfirmedBlock } from "../../rpc/block.ts";
import type { Chain } from "../../rpc/connection.ts";
import { openContract, requireSigner, view } from "../../rpc/contract.ts";
import { parseHash, parseWord } from "../../rpc/node/decode.ts";
import { ask, refusalOf } from "../../rpc/node/errors.ts";
import { bumpFees, type Fees, sendWithFees, suggestFees } from "../../rpc/node/fees.ts";
import { askOf, broadcast, withMargin } from "../../rpc/transaction.ts";
import { chainError, DisjointError } from "../../shared/errors.ts";
import { Transaction } from "../../shared/ethers.ts";
import { count } from "../../shared/format.ts";
import { type OnProgress, silent } from "../../shared/progress.ts";
import { mapConcurrently } from "../../shared/promises.ts";
import type { Deployment } from "../deployment/document.ts";
import type { Outbox, PendingTransaction } from "./outbox.ts";
import { batchArguments, batches, byClaim, type PageProof } from "./submit.ts";

/**
 * `confirmations`: blocks on top of an acceptance before it counts. `replaceAfter`: milliseconds after which a
 * transaction is sent again with higher fees.
 */
export type DrainOptions = { confirmations?: number; replaceAfter?: number; onProgress?: OnProgress };

/**
 * Submits everything that waits in an outbox, one transaction at a time, and returns when nothing is waiting. An item
 * is done when the contract has accepted it at a block with enough confirmations; what a node says about a transaction
 * decides nothing. A node that fails is retried until the chain's polling timeout.
 *
 * @throws chain `chain/no-funds`; `chain/timeout` when nothing moved within the polling timeout; everything is still
 * in the outbox
 */
export async function drainOutbox(
  chain: Chain,
  deployment: Deployment,
  outbox: Outbox,
  { confirmations = 0, replaceAfter = 60_000, onProgress = silent }: DrainOptions = {},
): Promise<void> {
  outbox.belongsTo(deployment);
  const ledger = await openContract(chain, "Ledger", deployment.ledger);
  const total = outbox.counts().waiting;
  let before = "";
  let end = 0;
  for (;;) {
    const { waiting } = outbox.counts();
    const now = `${waiting} ${outbox.pendingTransaction()?.nonce}`;
    if (now !== before) [before, end] = [now, Date.now() + chain.polling.timeout];
    if (waiting === 0) return outbox.setPendingTransaction(undefined);
    onProgress({ stage: "chain", done: total - waiting, total, what: "submitting proofs" });
    const problem = await step(chain, ledger, outbox, confirmations, replaceAfter);
    if (Date.now() > end) throw stalled(waiting, problem);
    await new Promise((resolve) => setTimeout(resolve, chain.polling.pollingInterval));
  }
}

const stalled = (waiting: number, problem: DisjointError | undefined) =>
  chainError(
    "chain/timeout",
    `${count(waiting, "proof")} waiting, and nothing moves${problem ? `: ${problem.message}` : ""}`,
    "Nothing is lost: run the command again, with another node if this one fails.",
    problem,
  );

/** Polls the chain once and sends at most one transaction. A node's errors are returned: the next step retries. */
async function step(
  chain: Chain,
  ledger: Contract,
  outbox: Outbox,
  confirmations: number,
  replaceAfter: number,
): Promise<DisjointError | undefined> {
  try {
    const missing = await poll(chain, ledger, outbox, confirmations);
    if (outbox.counts().waiting === 0) return undefined;
    const pending = outbox.pendingTransaction();
    if (pending !== undefined && !(await isOver(chain, pending, replaceAfter))) {
      await resend(chain, outbox, pending, replaceAfter);
    } else {
      outbox.setPendingTransaction(undefined);
      const [batch] = batches(missing);
      if (batch !== undefined) await sendBatch(chain, ledger, outbox, byClaim(batch));
    }
    return undefined;
  } catch (error) {
    // Polling again does not fund an account.
    if (error instanceof DisjointError && error.kind === "chain" && error.code !== "chain/no-funds") return error;
    throw error;
  }
}

/**
 * Marks items that are accepted with enough confirmations, and returns those that are not accepted at all. Reads 256
 * pages in one request: the fewer requests, the sooner an unreliable node has answered all of them.
 */
async function poll(chain: Chain, ledger: Contract, outbox: Outbox, confirmations: number): Promise<PageProof[]> {
  const head = await readConfirmedBlock(chain);
  const settled = confirmations === 0 ? head : await readBlock(chain, Math.max(head.number - confirmations, 0));
  const missing: PageProof[] = [];
  const words = Map.groupBy(outbox.waiting(), ({ commitment, list, page }) => `${commitment}/${list}/${page >> 8}`);
  const answers = await mapConcurrently([...words.values()], async (items) => {
    const { commitment, list, page } = items[0]!;
    const bitsAt = async (blockRef: BlockRef) =>
      parseWord(await view(ledger, "acceptedWord", commitment, list, page >> 8, atBlock(blockRef)), "acceptedWord");
    const [now, deep] = await Promise.all([bitsAt(head), ...(confirmations === 0 ? [] : [bitsAt(settled)])]);
    return { items, now, deep: deep ?? now };
  });
  for (const { items, now, deep } of answers) {
    for (const item of items) {
      const bit = 1n << BigInt(item.page & 0xff);
      if (deep & bit) outbox.accept(item);
      else if (!(now & bit)) missing.push(item);
    }
  }
  return missing;
}

/**
 * Whether the pending transaction is over: its nonce has been used, by it or by another transaction; or it waits for an
 * earlier nonce that no transaction has (a node returned a wrong nonce, or a reorg removed that transaction). What is
 * not accepted is then sent with the next free nonce. If both are mined, the contract refuses the second.
 */
async function isOver(chain: Chain, { nonce, sent }: PendingTransaction, replaceAfter: number): Promise<boolean> {
  const address = await requireSigner(chain).getAddress();
  const next = await ask(() => chain.provider.getTransactionCount(address, "latest"));
  return next > nonce || (next < nonce && Date.now() - sent > replaceAfter);
}

/** Sends a transaction again: the same one if the node has lost it, or one with higher fees if it takes too long. */
async function resend(chain: Chain, outbox: Outbox, pending: PendingTransaction, replaceAfter: number): Promise<void> {
  if (Date.now() - pending.sent > replaceAfter) {
    const sent = Transaction.from(pending.raw);
    const { to, data, gasLimit, nonce } = sent;
    await recordAndSend(chain, outbox, { to: to!, data, gasLimit, nonce }, bumpFees(feesIn(sent)));
    return;
  }
  if ((await ask(() => chain.provider.getTransaction(pending.hash))) === null)
    await ask(() => broadcast(chain, pending.raw));
}

/** Signs and sends a batch. An item that the contract refuses is set aside: it would always be refused. */
async function sendBatch(chain: Chain, ledger: Contract, outbox: Outbox, batch: PageProof[]): Promise<void> {
  const values = batchArguments(batch);
  const call = ledger.getFunction("submitBatch");
  const signer = requireSigner(chain);
  const address = await signer.getAddress();
  const nonce = ask(() => chain.provider.getTransactionCount(address, "latest"));
  const estimate = ask(() => call.estimateGas(...values)).catch(async (error: DisjointError) => {
    const refusal = await refusalOf(error);
    const refused = refusal?.name === "ProofRefused" ? batch[Number(refusal.args.position)] : undefined;
    if (refused !== undefined) outbox.refuse(refused, error.message);
    throw error;
  });
  const fees = ask(() => suggestFees(askOf(chain)));
  const [gas, next, first, to] = await Promise.all([estimate, nonce, fees, ledger.getAddress()]);
  const data = ledger.interface.encodeFunctionData("submitBatch", values);
  await recordAndSend(chain, outbox, { to, data, gasLimit: withMargin(gas), nonce: next }, first);
}

type Unsigned = { to: string; data: string; gasLimit: bigint; nonce: number };

/** Signs a transaction, records it, and only then sends it; with higher fees if the node finds them too low. */
const recordAndSend = (chain: Chain, outbox: Outbox, transaction: Unsigned, first: Fees): Promise<string> =>
  ask(() =>
    sendWithFees(
      askOf(chain),
      async (fees) => {
        const chainId = BigInt(chain.chainId);
        const raw = await requireSigner(chain).signTransaction({ ...transaction, ...fees, chainId });
        const hash = parseHash(Transaction.from(raw).hash, "hash");
        const maxFeePerGas = fees.type === 0 ? fees.gasPrice : fees.maxFeePerGas;
        outbox.setPendingTransaction({ nonce: transaction.nonce, raw, hash, sent: Date.now(), maxFeePerGas });
        return broadcast(chain, raw);
      },
      first,
    ),
  );

const feesIn = ({ type, gasPrice, maxFeePerGas, maxPriorityFeePerGas }: Transaction): Fees =>
  type === 2
    ? { type: 2, maxFeePerGas: maxFeePerGas!, maxPriorityFeePerGas: maxPriorityFeePerGas! }
    : { type: 0, gasPrice: gasPrice! };
