import { type Contract, Transaction } from "ethers";
import { at, blockAt, type Moment, momentOf } from "../../rpc/block.ts";
import { eachAtOnce } from "../../rpc/concurrency.ts";
import type { Chain } from "../../rpc/connection.ts";
import { contractAt, requireSigner, view } from "../../rpc/contract.ts";
import { asHash, asWord } from "../../rpc/node/decode.ts";
import { ask, refusalOf } from "../../rpc/node/errors.ts";
import { type Fees, offering, replacing, suggestedFees } from "../../rpc/node/fees.ts";
import { asking, broadcast, withRoom } from "../../rpc/transaction.ts";
import { chainError, DisjointError } from "../../shared/errors.ts";
import { type OnProgress, silent } from "../../shared/progress.ts";
import { count } from "../../shared/words.ts";
import type { Deployment } from "../deployment/document.ts";
import type { Flight, Outbox } from "./outbox.ts";
import { batchArguments, batches, inClaims, type PlacedProof } from "./submit.ts";

/**
 * `confirmations`: blocks on top of an acceptance before it counts. `replaceAfter`: milliseconds after which a transaction
 * is sent again with higher fees.
 */
export type DrainOptions = { confirmations?: number; replaceAfter?: number; onProgress?: OnProgress };

/**
 * Brings everything that waits in an outbox onto the chain, one transaction at a time, and returns when nothing waits. A
 * verdict is the contract's, at a block deep enough: what a node says of a transaction decides nothing. A node that fails
 * is asked again until the chain's patience ends.
 *
 * @throws chain `chain/no-funds`; `chain/timeout` when nothing moved for as long as the patience lasts; everything is still in the outbox
 */
export async function drain(
  chain: Chain,
  deployment: Deployment,
  outbox: Outbox,
  { confirmations = 0, replaceAfter = 60_000, onProgress = silent }: DrainOptions = {},
): Promise<void> {
  outbox.belongsTo(deployment);
  const ledger = await contractAt(chain, "Ledger", deployment.ledger);
  const total = outbox.counts().waiting;
  let [before, end] = ["", 0];
  for (;;) {
    const { waiting } = outbox.counts();
    const now = `${waiting} ${outbox.flight()?.nonce}`;
    if (now !== before) [before, end] = [now, Date.now() + chain.patience.timeout];
    if (waiting === 0) return outbox.setFlight(undefined);
    onProgress({ stage: "chain", done: total - waiting, total, what: "submitting proofs" });
    const problem = await step(chain, ledger, outbox, confirmations, replaceAfter);
    if (Date.now() > end) throw stuck(waiting, problem);
    await new Promise((resolve) => setTimeout(resolve, chain.patience.interval));
  }
}

const stuck = (waiting: number, problem: DisjointError | undefined) =>
  chainError(
    "chain/timeout",
    `${count(waiting, "proof")} waiting, and nothing moves${problem ? `: ${problem.message}` : ""}`,
    "Nothing is lost: run the command again, with another node if this one fails.",
    problem,
  );

/** One look at the chain and at most one transaction. What a node does wrong is returned, for there is a next time. */
async function step(
  chain: Chain,
  ledger: Contract,
  outbox: Outbox,
  confirmations: number,
  replaceAfter: number,
): Promise<DisjointError | undefined> {
  try {
    const missing = await look(chain, ledger, outbox, confirmations);
    if (outbox.counts().waiting === 0) return undefined;
    const flight = outbox.flight();
    if (flight !== undefined && !(await isOver(chain, flight, replaceAfter))) {
      await urge(chain, outbox, flight, replaceAfter);
    } else {
      outbox.setFlight(undefined);
      const [batch] = batches(missing);
      if (batch !== undefined) await launch(chain, ledger, outbox, inClaims(batch));
    }
    return undefined;
  } catch (error) {
    // An account without funds has none at the next look either.
    if (error instanceof DisjointError && error.kind === "chain" && error.code !== "chain/no-funds") return error;
    throw error;
  }
}

/**
 * Settles what is accepted deep enough, and returns what is not accepted at all. Asks for 256 pages at a time: the fewer
 * questions, the sooner a bad node gives a whole picture.
 */
async function look(chain: Chain, ledger: Contract, outbox: Outbox, confirmations: number): Promise<PlacedProof[]> {
  const head = await momentOf(chain);
  const settled = confirmations === 0 ? head : await blockAt(chain, Math.max(head.number - confirmations, 0));
  const missing: PlacedProof[] = [];
  const words = Map.groupBy(outbox.waiting(), ({ commitment, list, page }) => `${commitment}/${list}/${page >> 8}`);
  const answers = await eachAtOnce([...words.values()], async (items) => {
    const { commitment, list, page } = items[0]!;
    const bitsAt = async (moment: Moment) =>
      asWord(await view(ledger, "acceptedWord", commitment, list, page >> 8, at(moment)), "acceptedWord");
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
 * Whether there is nothing to wait for any more: the flight's place is taken on the chain, by it or by another transaction;
 * or it waits for one before it that is not there (a node told a wrong number, a reorganisation took that one back).
 * What is not accepted is then sent at the place that is free; should both come through, the contract refuses the second.
 */
async function isOver(chain: Chain, { nonce, sent }: Flight, replaceAfter: number): Promise<boolean> {
  const address = await requireSigner(chain).getAddress();
  const next = await ask(() => chain.provider.getTransactionCount(address, "latest"));
  return next > nonce || (next < nonce && Date.now() - sent > replaceAfter);
}

/** Sends a transaction again: the same one if the node has lost it, one with higher fees if it takes too long. */
async function urge(chain: Chain, outbox: Outbox, flight: Flight, replaceAfter: number): Promise<void> {
  if (Date.now() - flight.sent > replaceAfter) {
    const sent = Transaction.from(flight.raw);
    const { to, data, gasLimit, nonce } = sent;
    await take(chain, outbox, { to: to!, data, gasLimit, nonce }, replacing(feesIn(sent)));
    return;
  }
  if ((await ask(() => chain.provider.getTransaction(flight.hash))) === null)
    await ask(() => broadcast(chain, flight.raw));
}

/** Makes a transaction of a batch. An item that the contract refuses is set aside: it would be refused for ever. */
async function launch(chain: Chain, ledger: Contract, outbox: Outbox, batch: PlacedProof[]): Promise<void> {
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
  const fees = ask(() => suggestedFees(asking(chain)));
  const [gas, next, first, to] = await Promise.all([estimate, nonce, fees, ledger.getAddress()]);
  const data = ledger.interface.encodeFunctionData("submitBatch", values);
  await take(chain, outbox, { to, data, gasLimit: withRoom(gas), nonce: next }, first);
}

type Unsigned = { to: string; data: string; gasLimit: bigint; nonce: number };

/** Signs, writes down, and only then sends; again for more if the node finds the fees too low. */
const take = (chain: Chain, outbox: Outbox, transaction: Unsigned, first: Fees): Promise<string> =>
  ask(() =>
    offering(
      asking(chain),
      async (fees) => {
        const chainId = BigInt(chain.chainId);
        const raw = await requireSigner(chain).signTransaction({ ...transaction, ...fees, chainId });
        const hash = asHash(Transaction.from(raw).hash, "hash");
        const maxFeePerGas = fees.type === 0 ? fees.gasPrice : fees.maxFeePerGas;
        outbox.setFlight({ nonce: transaction.nonce, raw, hash, sent: Date.now(), maxFeePerGas });
        return broadcast(chain, raw);
      },
      first,
    ),
  );

const feesIn = ({ type, gasPrice, maxFeePerGas, maxPriorityFeePerGas }: Transaction): Fees =>
  type === 2
    ? { type: 2, maxFeePerGas: maxFeePerGas!, maxPriorityFeePerGas: maxPriorityFeePerGas! }
    : { type: 0, gasPrice: gasPrice! };
