import { join } from "node:path";
import type { Eip1193Provider } from "ethers";
import { BrowserProvider } from "../../shared/ethers.ts";
import { loadPeer } from "../../shared/peers.ts";
import { PROJECT_ROOT } from "../../shared/root.ts";
import { badJournal, type Journal, openJournal } from "./embeddedJournal.ts";
import { byBlockHash } from "./quorum.ts";

/** The chain id of local development chains, the same as in Hardhat and anvil. */
export const EMBEDDED_CHAIN_ID = 31337;

/** The hard fork is fixed, so that a journal replays to the same blocks with every version of Hardhat. */
const HARDFORK = "prague";

const JOURNAL = "chain.jsonl";

type Embedded = { provider: BrowserProvider; close(): Promise<void> };

/**
 * Opens a chain inside this process: Hardhat's network. With a state folder it continues where the last process left
 * off: the same signed transactions are sent again at the same times, and every block's hash is compared.
 *
 * @throws data `chain/bad-journal` when the journal does not lead to the same blocks
 */
export async function openEmbedded(state?: string): Promise<Embedded> {
  const path = state === undefined ? undefined : join(state, JOURNAL);
  const journal = path === undefined ? undefined : await openJournal(path);
  // Imported here, so that commands that ask a node do not load it.
  const { createHardhatRuntimeEnvironment } = await loadPeer("A chain inside the process", () => import("hardhat/hre"));
  const hardhat = await createHardhatRuntimeEnvironment(
    {
      networks: {
        embedded: {
          type: "edr-simulated",
          chainId: EMBEDDED_CHAIN_ID,
          hardfork: HARDFORK,
          initialDate: new Date((journal?.genesis ?? Math.floor(Date.now() / 1000)) * 1000),
          throwOnTransactionFailures: false,
        },
      },
    },
    {},
    PROJECT_ROOT,
  );
  const connection = await hardhat.network.create("embedded");
  const node = connection.provider as Eip1193Provider;
  if (journal !== undefined && path !== undefined) await replay(node, journal, path);
  const recorded = journal === undefined ? node : recordTransactions(node, journal);
  const eip1193: Eip1193Provider = {
    request: ({ method, params }) =>
      recorded.request({ method, params: byBlockHash(method, (params ?? []) as unknown[]) }),
  };
  const provider = new BrowserProvider(eip1193, EMBEDDED_CHAIN_ID, { cacheTimeout: -1 });
  return {
    provider,
    async close() {
      provider.destroy();
      await connection.close();
    },
  };
}

async function replay(node: Eip1193Provider, journal: Journal, path: string): Promise<void> {
  for (const { raw, time, block } of journal.entries)
    if ((await send(node, raw, time)).block !== block) throw badJournal(path, "its blocks come out differently");
}

/** The same node, with every transaction that it accepts written to the journal, one at a time. */
function recordTransactions(node: Eip1193Provider, journal: Journal): Eip1193Provider {
  let last = Promise.resolve<unknown>(undefined);
  const sendAndRecord = async (raw: string): Promise<string> => {
    const latest = (await node.request({ method: "eth_getBlockByNumber", params: ["latest", false] })) as Block;
    const time = Math.max(Math.floor(Date.now() / 1000), Number(latest.timestamp) + 1);
    const { hash, block } = await send(node, raw, time);
    await journal.append({ raw, time, block });
    return hash;
  };
  return {
    request({ method, params }) {
      if (method !== "eth_sendRawTransaction") return node.request({ method, params: params ?? [] });
      const next = last.then(() => sendAndRecord((params as string[])[0]!));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

type Block = { hash: string; timestamp: string };

/** Sends a signed transaction into a block of its own, at a time in seconds since 1970. */
async function send(node: Eip1193Provider, raw: string, time: number): Promise<{ hash: string; block: string }> {
  await node.request({ method: "evm_setNextBlockTimestamp", params: [`0x${time.toString(16)}`] });
  const hash = (await node.request({ method: "eth_sendRawTransaction", params: [raw] })) as string;
  const block = (await node.request({ method: "eth_getBlockByNumber", params: ["latest", false] })) as Block;
  return { hash, block: block.hash };
}
