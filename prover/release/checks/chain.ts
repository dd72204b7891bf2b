import { requireRunnable } from "../../chain/deployment/opcodes.ts";
import { readProvability } from "../../chain/receipts/provability.ts";
import { readBlock, readConfirmedBlock } from "../../rpc/block.ts";
import { logRanges } from "../../rpc/logs.ts";
import { chainError } from "../../shared/errors.ts";
import type { Check } from "./checklist.ts";
import type { SetUp } from "./setUp.ts";

/** The node's chain is the one that the configuration and the deployment's file are about. */
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

/** The chain has the opcodes and precompiles of the contracts. */
export const opcodesCheck: Check<SetUp> = {
  name: "opcodes",
  async test({ chain }) {
    await requireRunnable(chain);
    return "the chain has the opcodes and precompiles that the contracts need";
  },
};

/** A recent block can be shown to hold what it holds; if not, evidence is made that says so. */
export const blockCheck: Check<SetUp> = {
  name: "block",
  async test({ chain, deployment }) {
    const found = await readProvability(chain, (await deployment()).block);
    return found.provable ? "blocks can be proved" : `blocks are stated only in the evidence: ${found.reason}`;
  },
};

/** Events can be read where the evidence looks for them: of the deployment's block, and of the newest. */
export const logsCheck: Check<SetUp> = {
  name: "logs",
  async test({ chain, deployment }) {
    const { ledger, block = 0 } = await deployment();
    for (const blockRef of [await readBlock(chain, block), await readConfirmedBlock(chain)])
      for await (const _ of logRanges(chain, { address: ledger }, blockRef.number, blockRef));
    return `events can be read from block ${block} on`;
  },
};
