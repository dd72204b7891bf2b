import { chainError } from "../../shared/errors.ts";
import { isHexString } from "../../shared/ethers.ts";
import { takesNoHash } from "./nodeError.ts";
import { type Ask, byBlockHash } from "./quorum.ts";

/**
 * Reads state at a block hash from a node that may accept block numbers only. Then the number is used, and the hash of
 * the block with that number is compared before and after.
 *
 * @throws chain `chain/unsettled` when another block has that number
 */
export function acceptBlockHashes(ask: Ask): Ask {
  let byNumber = false;
  return async (method, params) => {
    const request = byBlockHash(method, params);
    const hash = hashIn(request);
    if (hash === undefined) return ask(method, request);
    if (!byNumber) {
      try {
        return await ask(method, request);
      } catch (error) {
        if (!takesNoHash(error)) throw error;
        byNumber = true;
      }
    }
    const block = (await ask("eth_getBlockByHash", [hash, false])) as Block | null;
    if (block === null) throw gone(hash);
    await expectCanonical(ask, block.number, hash);
    const [what, , ...more] = request;
    const [answer] = await Promise.allSettled([ask(method, [what, block.number, ...more])]);
    // A revert is an answer, too: it counts only if the block is still on the chain.
    await expectCanonical(ask, block.number, hash);
    if (answer.status === "rejected") throw answer.reason;
    return answer.value;
  };
}

type Block = { number: string; hash: string };

/** The hash by which a request names its block (EIP-1898). */
function hashIn(params: readonly unknown[]): string | undefined {
  const { blockHash } = (params[1] ?? {}) as { blockHash?: unknown };
  return isHexString(blockHash, 32) ? blockHash : undefined;
}

async function expectCanonical(ask: Ask, number: string, hash: string): Promise<void> {
  const block = (await ask("eth_getBlockByNumber", [number, false])) as Block | null;
  if (block?.hash !== hash) throw gone(hash);
}

const gone = (hash: string) =>
  chainError(
    "chain/unsettled",
    `block ${hash} is not on the chain any more`,
    "Run again. Read at a greater distance from the head, for example `confirmations: 12`.",
  );
