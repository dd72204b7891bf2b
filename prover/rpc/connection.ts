import { type AbstractSigner, HDNodeWallet, type JsonRpcApiProvider } from "ethers";
import { chainError } from "../shared/errors.ts";
import { type AddressSource, addressIn, readAddress } from "./node/address.ts";
import { EMBEDDED_CHAIN_ID, openEmbedded } from "./node/embedded.ts";
import { ask } from "./node/errors.ts";
import { Node, patiently } from "./node/node.ts";
import { NodeError, type Refused } from "./node/nodeError.ts";
import type { Patience } from "./node/polling.ts";
import type { Ask } from "./node/quorum.ts";
import { readSigner, type SignerSource } from "./node/signer.ts";
import { Transport } from "./node/transport.ts";

/** A chain to talk to. `signer` is missing when nothing can be sent. */
export type Chain = {
  provider: JsonRpcApiProvider;
  signer?: AbstractSigner;
  chainId: number;
  patience: Patience;
  /** Ends the connection; an embedded chain ends with it. */
  close(): Promise<void>;
};

/**
 * Which chain. With `rpc`: a node's URL or where it is, and to send, the signer's key (`keyFile` is short for a signer with one); with
 * `witness`, another node's, both must say the same of whatever a verdict hangs on (see agreement.ts). Without: the
 * embedded chain, kept in the folder `state` if given.
 */
export type ChainOptions = {
  rpc?: AddressSource;
  witness?: AddressSource;
  signer?: SignerSource;
  keyFile?: string;
  state?: string;
  patience?: Partial<Patience>;
};

/** The phrase whose accounts Hardhat and anvil endow on their development chains; it is public. */
const DEVELOPMENT_PHRASE = "test test test test test test test test test test test junk";

/** Milliseconds in which a node that is busy when it is first asked may get free. */
const OPENING = 5_000;

/** Milliseconds after which a node that says nothing at all when it is first asked is not there. */
const SILENCE = 5_000;

/** The development accounts of local chains, the same ones in Hardhat and anvil. */
export const developmentAccount = (index: number): HDNodeWallet =>
  HDNodeWallet.fromPhrase(DEVELOPMENT_PHRASE, "", `m/44'/60'/0'/0/${index}`);

/**
 * Opens a chain. The caller closes it.
 *
 * @throws chain `chain/unreachable`, `chain/not-allowed`, `chain/rate-limited`, `chain/nodes-disagree`, whatever `readSigner` throws
 */
export async function openChain(options: ChainOptions): Promise<Chain> {
  const interval = options.rpc === undefined ? 20 : 500;
  const patience = { timeout: 120_000, interval, request: 30_000, ...options.patience };
  if (options.rpc === undefined) {
    const { provider, close } = await openEmbedded(options.state);
    const signer = developmentAccount(0).connect(provider);
    return { provider, signer, chainId: EMBEDDED_CHAIN_ID, patience, close };
  }
  const source = options.signer ?? (options.keyFile === undefined ? undefined : { keyFile: options.keyFile });
  const wallet = source && (await readSigner(source));
  const sources = [options.rpc, ...(options.witness === undefined ? [] : [options.witness])];
  const urls = await Promise.all(sources.map(addressIn));
  const ids = await Promise.all(urls.map((url) => readChainId(url, patience)));
  const chainId = ids[0]!;
  if (ids.some((id) => id !== chainId)) throw otherChains(ids);
  const witness = urls[1] === undefined ? undefined : new Node(urls[1], chainId, patience);
  const provider = new Node(urls[0]!, chainId, patience, witness);
  const signer = wallet?.connect(provider);
  return {
    provider,
    ...(signer && { signer }),
    chainId,
    patience,
    close: async () => {
      provider.destroy();
      witness?.destroy();
    },
  };
}

const otherChains = (ids: number[]) =>
  chainError(
    "chain/nodes-disagree",
    `the node is of chain ${ids[0]}, the witness of chain ${ids[1]}`,
    "Name two nodes of one chain.",
  );

/** Asked before the library does, which would retry for ever. */
async function readChainId(url: string, { request, interval }: Patience): Promise<number> {
  const address = readAddress(url);
  const transport = new Transport(address, Math.min(request, SILENCE));
  const once: Ask = async (method, params) => {
    const [answer] = await transport.send([{ jsonrpc: "2.0", id: 1, method, params }]);
    if ("error" in answer!) throw new NodeError(address.host, answer.error as Refused);
    return answer!.result;
  };
  const result = await ask(() => patiently(once, { timeout: OPENING, interval })("eth_chainId", []));
  const chainId = Number(result);
  if (typeof result === "string" && Number.isSafeInteger(chainId) && chainId > 0) return chainId;
  throw chainError(
    "chain/unreachable",
    `${address.host} answers with chain id ${address.conceal(JSON.stringify(result) ?? "none").slice(0, 90)}`,
    "Check that the address is of a node.",
  );
}
