import { requireRunnable } from "../../chain/deployment/opcodes.ts";
import { readProvability } from "../../chain/receipts/provability.ts";
import { readBlock, readConfirmedBlock } from "../../rpc/block.ts";
import { logRanges } from "../../rpc/logs.ts";
import { chainError } from "../../shared/errors.ts";
import type { Check } from "./checklist.ts";
import type { SetUp } from "./setUp.ts";

/** The node's chain is the one that the configuration and the deployment file name. */
export const chainCheck: Check<SetUp> = {
  name: "chain",
  async test({ chain: { chainId }, config, deployment }) {
    const wanted = config.chain.chainId;
    if (wanted !== undefined && wanted !== chainId)
      throw chainError(
        "chain/other-chain",
        `the node is of chain ${chainId}, and the configuration demands chain ${wanted}`,
        "Correct $.chain.rpc or $.chain.chainId.",
      );
    await deployment();
    return `chain ${chainId}`;
  },
};

/** The chain has the opcodes and precompiles that the contracts need. */
export const opcodesCheck: Check<SetUp> = {
  name: "opcodes",
  async test({ chain }) {
    await requireRunnable(chain);
    return "the chain has the opcodes and precompiles that the contracts need";
  },
};

/** The events of a recent block can be proved; if not, the evidence will say so. */
export const blockCheck: Check<SetUp> = {
  name: "block",
  async test({ chain, deployment }) {
    const found = await readProvability(chain, (await deployment()).block);
    return found.provable ? "blocks can be proved" : `blocks are stated only in the evidence: ${found.reason}`;
  },
};

/** Events can be read from the blocks that evidence needs: the deployment's and the newest. */
export const logsCheck: Check<SetUp> = {
  name: "logs",
  async test({ chain, deployment }) {
    const { ledger, block = 0 } = await deployment();
    for (const blockRef of [await readBlock(chain, block), await readConfirmedBlock(chain)])
      for await (const _ of logRanges(chain, { address: ledger }, blockRef.number, blockRef));
    return `events can be read from block ${block} on`;
  },
};
