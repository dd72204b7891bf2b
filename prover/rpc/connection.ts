import type { AbstractSigner, JsonRpcApiProvider } from "ethers";
import { chainError } from "../shared/errors.ts";
import { HDNodeWallet } from "../shared/ethers.ts";
import { type AddressSource, readAddress, resolveAddress } from "./node/address.ts";
import { EMBEDDED_CHAIN_ID, openEmbedded } from "./node/embedded.ts";
import { ask } from "./node/errors.ts";
import { Node, withRetries } from "./node/node.ts";
import { NodeError, type Refused } from "./node/nodeError.ts";
import type { PollingOptions } from "./node/polling.ts";
import type { Ask } from "./node/quorum.ts";
import { readSigner, type SignerSource } from "./node/signer.ts";
import { Transport } from "./node/transport.ts";

/** A connection to a chain. `signer` is missing when nothing can be sent. */
export type Chain = {
  provider: JsonRpcApiProvider;
  signer?: AbstractSigner;
  chainId: number;
  polling: PollingOptions;
  /** Closes the connection; an embedded chain ends with it. */
  close(): Promise<void>;
};

/**
 * Which chain to open. `rpc`: the URL of a node, or the file that holds it. `verifyRpc`: a second node, whose answers
 * must equal the first one's in everything that a verdict depends on (node/quorum.ts). `signer`: the key to send with;
 * `keyFile` is short for a signer with a key file. Without `rpc` the chain is an embedded one, kept in the folder
 * `state` if given.
 */
export type ChainOptions = {
  rpc?: AddressSource;
  verifyRpc?: AddressSource;
  signer?: SignerSource;
  keyFile?: string;
  state?: string;
  polling?: Partial<PollingOptions>;
};

/** The public phrase whose accounts have funds on the development chains of Hardhat and anvil. */
const DEVELOPMENT_PHRASE = "test test test test test test test test test test test junk";

/** Milliseconds for which the first request is repeated while the node is busy. */
const FIRST_TIMEOUT = 5_000;

/** Milliseconds after which a node that does not respond to the first request counts as unreachable. */
const FIRST_RESPONSE = 5_000;

/** A development account of local chains, the same in Hardhat and anvil. */
export const developmentAccount = (index: number): HDNodeWallet =>
  HDNodeWallet.fromPhrase(DEVELOPMENT_PHRASE, "", `m/44'/60'/0'/0/${index}`);

/**
 * Opens a connection to a chain. The caller closes it.
 *
 * @throws chain `chain/unreachable`, `chain/not-allowed`, `chain/rate-limited`, `chain/nodes-disagree`, and the errors
 * of `readSigner`
 * @example
 * const chain = await openChain({}); // a chain inside the process; { rpc: "https://…", keyFile } opens a real one
 * console.log(chain.chainId); // 31337
 * await chain.close();
 */
export async function openChain(options: ChainOptions): Promise<Chain> {
  const pollingInterval = options.rpc === undefined ? 20 : 500;
  const polling = { timeout: 120_000, pollingInterval, requestTimeout: 30_000, ...options.polling };
  if (options.rpc === undefined) {
    const { provider, close } = await openEmbedded(options.state);
    const signer = developmentAccount(0).connect(provider);
    return { provider, signer, chainId: EMBEDDED_CHAIN_ID, polling, close };
  }
  const source = options.signer ?? (options.keyFile === undefined ? undefined : { keyFile: options.keyFile });
  const wallet = source && (await readSigner(source));
  const sources = [options.rpc, ...(options.verifyRpc === undefined ? [] : [options.verifyRpc])];
  const urls = await Promise.all(sources.map(resolveAddress));
  const ids = await Promise.all(urls.map((url) => readChainId(url, polling)));
  const chainId = ids[0]!;
  if (ids.some((id) => id !== chainId)) throw otherChains(ids);
  const quorumNode = urls[1] === undefined ? undefined : new Node(urls[1], chainId, polling);
  const provider = new Node(urls[0]!, chainId, polling, quorumNode);
  const signer = wallet?.connect(provider);
  return {
    provider,
    ...(signer && { signer }),
    chainId,
    polling,
    close: async () => {
      provider.destroy();
      quorumNode?.destroy();
    },
  };
}

const otherChains = (ids: number[]) =>
  chainError(
    "chain/nodes-disagree",
    `the node is of chain ${ids[0]}, the quorum node of chain ${ids[1]}`,
    "Use two nodes of one chain.",
  );

/** Asked before ethers asks, which would retry forever. */
async function readChainId(url: string, { requestTimeout, pollingInterval }: PollingOptions): Promise<number> {
  const address = readAddress(url);
  const transport = new Transport(address, Math.min(requestTimeout, FIRST_RESPONSE));
  const once: Ask = async (method, params) => {
    const [answer] = await transport.send([{ jsonrpc: "2.0", id: 1, method, params }]);
    if ("error" in answer!) throw new NodeError(address.host, answer.error as Refused);
    return answer!.result;
  };
  const result = await ask(() => withRetries(once, { timeout: FIRST_TIMEOUT, pollingInterval })("eth_chainId", []));
  const chainId = Number(result);
  if (typeof result === "string" && Number.isSafeInteger(chainId) && chainId > 0) return chainId;
  throw chainError(
    "chain/unreachable",
    `${address.host} answers the question for its chain id with ` +
      `${address.conceal(JSON.stringify(result) ?? "none").slice(0, 90)}`,
    "Check that the address is of a node. Or give another as `rpc`.",
  );
}
