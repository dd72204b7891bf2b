import { chainError } from "../../shared/errors.ts";
import { isHexString } from "../../shared/ethers.ts";
import { takesNoHash } from "./nodeError.ts";
import { type Ask, byBlockHash } from "./quorum.ts";

/**
 * Questions to the state after the block of a hash, of a node that may only know blocks by number: the number is used
 * then, and the hash that stands at it is compared before and after.
 *
 * @throws chain `chain/unsettled` when another block stands there
 */
export function atHashes(ask: Ask): Ask {
  let byNumber = false;
  return async (method, params) => {
    const question = byBlockHash(method, params);
    const hash = hashIn(question);
    if (hash === undefined) return ask(method, question);
    if (!byNumber) {
      try {
        return await ask(method, question);
      } catch (error) {
        if (!takesNoHash(error)) throw error;
        byNumber = true;
      }
    }
    const block = (await ask("eth_getBlockByHash", [hash, false])) as Block | null;
    if (block === null) throw gone(hash);
    await expectThere(ask, block.number, hash);
    const [what, , ...more] = question;
    const answer = await settled(() => ask(method, [what, block.number, ...more]));
    await expectThere(ask, block.number, hash);
    return answer();
  };
}

type Block = { number: string; hash: string };

/** The hash by which a question names its block (EIP-1898). */
function hashIn(params: readonly unknown[]): string | undefined {
  const { blockHash } = (params[1] ?? {}) as { blockHash?: unknown };
  return isHexString(blockHash, 32) ? blockHash : undefined;
}

async function expectThere(ask: Ask, number: string, hash: string): Promise<void> {
  const there = (await ask("eth_getBlockByNumber", [number, false])) as Block | null;
  if (there?.hash !== hash) throw gone(hash);
}

/** A revert is an answer, too: it counts only if the block is still there. */
const settled = (question: () => Promise<unknown>): Promise<() => unknown> =>
  question().then(
    (value) => () => value,
    (error) => () => {
      throw error;
    },
  );

const gone = (hash: string) =>
  chainError(
    "chain/unsettled",
    `block ${hash} is not on the chain any more`,
    "Run the command again; read further from the head: --confirmations 12.",
  );
