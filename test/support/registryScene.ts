import { join } from "node:path";
import { deployContracts } from "../../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../../prover/chain/deployment/document.ts";
import { submitDisjointness } from "../../prover/chain/ledger/disjointness.ts";
import { submitProofs } from "../../prover/chain/ledger/submit.ts";
import { publishBlocklist } from "../../prover/chain/lists/publish.ts";
import { registerRelease } from "../../prover/chain/releases/release.ts";
import { type Chain, openChain } from "../../prover/rpc/connection.ts";
import { openContract } from "../../prover/rpc/contract.ts";
import { send } from "../../prover/rpc/transaction.ts";
import { writeFileAtomic } from "../../prover/shared/files.ts";
import { type Commitment, type ListId, type ReleaseId, toCommitment } from "../../prover/shared/ids.ts";
import { stringifyJson } from "../../prover/shared/json.ts";
import { DEVELOPMENT_POWERS, disjoint, listPoint } from "./accumulators.ts";
import { startAnvil } from "./anvil.ts";
import { keyFile, proved, simulatedCircuit, someList, somePages, temporaryFolder } from "./chain.ts";
import { OTHER_TRAPDOOR, TRAPDOOR, type Trapdoor } from "./simulator.ts";

const VENDORS = 4;

/** The name of two lists, and what a reader does not tell from it. */
export const NAME = "opt-outs";
const LOOKALIKE = "Opt\u200b-Outs ";

/** A name that would clear a terminal. */
export const HOSTILE = 'evil"\u001b[2J\nclean up to epoch 9';

const pages = somePages(60, 7_000, 16);

/** What a release is registered with, apart from its name and its shards. `uri`: of its shards' manifests. */
type RegisterOptions = {
  parents?: readonly ReleaseId[];
  schemes?: string[];
  terms?: string;
  uri?: string;
  weights?: string;
};

/**
 * Releases in every state, of four vendors, against six lists, on a node of its own.
 *
 * @param args of the node
 */
export async function openRegistryScene(args: readonly string[] = []) {
  const { path: folder, remove } = await temporaryFolder();
  const anvil = await startAnvil(args);
  const chains: Chain[] = [];
  for (let i = 0; i < VENDORS; i++)
    chains.push(
      await openChain({ rpc: anvil.url, keyFile: await keyFile(folder, i), polling: { pollingInterval: 5 } }),
    );
  const chain = chains[0]!;
  const owner = await chain.signer!.getAddress();
  const roles = { owner, delay: 172_800, guardian: owner };
  const circuits = [simulatedCircuit(TRAPDOOR, 16), simulatedCircuit(OTHER_TRAPDOOR, 16)];
  const made = (await deployContracts(chain, circuits, { roles, powers: DEVELOPMENT_POWERS })).deployment;
  const deployment = asOfACeremony(made);
  const file = join(folder, "deployment.json");
  await writeFileAtomic(file, stringifyJson(deployment));

  const call = async (name: "Blocklists" | "Ledger", method: string, ...args: unknown[]) => {
    const contract = await openContract(chain, name, deployment[name.toLowerCase() as "ledger"]);
    const before = await chain.provider.getTransactionCount(owner);
    await send(chain, contract, method, args, async () => (await chain.provider.getTransactionCount(owner)) > before);
  };
  const publish = async (by: number, name: string, count: number, scheme = "sha256", reviewers: string[] = []) => {
    const document = someList(pages.slice(0, count), name);
    const config = { ...document.config, scheme, reviewers, threshold: reviewers.length };
    return (await publishBlocklist(chains[by]!, deployment, { ...document, config })).list;
  };
  /** Appends an epoch that has accumulators alone. */
  const accumulate = async (name: string, hash: string, points: { whole: bigint; added?: bigint }) => {
    const base = someList([], name);
    const accumulators = {
      powers: DEVELOPMENT_POWERS.id,
      whole: listPoint(points.whole),
      ...(points.added !== undefined && { added: listPoint(points.added) }),
    };
    const contentHash = `0x${hash.repeat(32)}`;
    return (await publishBlocklist(chain, deployment, { ...base, contentHash, accumulators })).list;
  };
  const prove = (list: ListId, commitment: bigint, from: number, to: number, trapdoor: Trapdoor = TRAPDOOR) =>
    submitProofs(
      chain,
      deployment,
      list,
      pages.slice(from, to).map((page) => proved(commitment, page, trapdoor)),
    );
  const proveAll = (list: ListId, epoch: number, a: bigint, b: bigint, added = false) =>
    submitDisjointness(chain, deployment, [disjoint(list, epoch, a, b, { added })]);
  const register = async (
    by: number,
    model: string,
    version: string,
    commitments: readonly bigint[],
    options: RegisterOptions = {},
  ): Promise<ReleaseId> => {
    const { parents = [], schemes = ["sha256"], terms = "", uri = "", weights = String(by).repeat(64) } = options;
    const shards = commitments.map((commitment) => ({ commitment: commitment as Commitment, schemes, uri }));
    const release = { model, version, weights, parents: [...parents], terms, shards };
    return (await registerRelease(chains[by]!, deployment, release)).release;
  };
  const close = async () => {
    for (const each of chains) await each.close();
    await anvil.stop();
    await remove();
  };
  return {
    folder,
    anvil,
    chain,
    chains,
    owner,
    file,
    made,
    deployment,
    call,
    publish,
    accumulate,
    prove,
    proveAll,
    register,
    close,
  };
}

export type RegistryScene = Awaited<ReturnType<typeof openRegistryScene>>;

/** What the file says of keys decides, not the chain. */
const asOfACeremony = ({ circuits, powers, ...rest }: Deployment): Deployment => ({
  ...rest,
  circuits: circuits.map((circuit) => ({ ...circuit, setup: "ceremony" })),
  powers: { ...powers!, setup: "ceremony" },
});

/** Six lists and twelve releases: clean, behind, never proved, by an ancestor, without the scheme, with both proofs. */
export async function fillRegistry(scene: RegistryScene) {
  const { publish, accumulate, prove, proveAll, register, call, owner } = scene;
  const first = await publish(0, NAME, 2);
  await publish(0, NAME, 5);
  const second = await publish(1, LOOKALIKE, 3);
  const reviewed = await publish(0, "reviewed", 2, "sha256", [owner]);
  await call("Blocklists", "review", reviewed, 1, someList([]).contentHash);
  await publish(0, "reviewed", 4, "sha256", [owner]);
  const texts = await publish(2, "texts", 1, "text");
  const hostile = await publish(3, HOSTILE, 1);
  const whole = await accumulate("accumulated", "aa", { whole: 12n });
  const lists = { first, second, reviewed, texts, hostile, whole };

  const accumulated = [31n, 32n].map((a) => disjoint(whole, 1, a, 12n).commitment);
  const releases: ReleaseId[] = [];
  const add = async (...args: Parameters<typeof register>) => void releases.push(await register(...args));
  await add(0, "poet", "1", [101n]);
  await add(0, "poet", "2", [102n], { parents: [releases[0]!] });
  await add(1, "poet", "1", [103n, 104n]);
  await add(1, "painter", "1", [105n]);
  await add(1, "painter", "2", [106n], { parents: [releases[2]!, releases[1]!] });
  await add(2, "singer", "1", [107n], { schemes: ["text"] });
  await add(2, "singer", "2", [101n], { schemes: ["sha256", "text"] });
  await add(2, HOSTILE, "1", [108n]);
  await add(3, "dancer", "1", [accumulated[0]!]);
  await add(3, "dancer", "2", [accumulated[1]!, 101n]);
  await add(3, "dancer", "3", [109n]);
  await add(3, "dancer", "4", [110n, 111n]);

  await prove(first, 101n, 0, 5);
  await prove(first, 102n, 0, 3);
  await prove(first, 102n, 3, 5, OTHER_TRAPDOOR);
  await prove(first, 103n, 0, 5);
  await prove(first, 104n, 0, 2);
  await prove(first, 105n, 1, 5);
  await prove(first, 106n, 0, 4);
  await prove(first, 107n, 0, 5);
  await prove(second, 101n, 0, 3);
  await prove(second, 110n, 0, 3, OTHER_TRAPDOOR);
  await prove(second, 111n, 0, 3);
  await prove(reviewed, 101n, 0, 2);
  await prove(texts, 107n, 0, 1);
  await prove(texts, 101n, 0, 1);
  await prove(hostile, 108n, 0, 1);
  await proveAll(whole, 1, 31n, 12n);
  await proveAll(whole, 1, 32n, 12n);
  return { lists, releases, unregistered: toCommitment(123n), shards: [101n, 103n, 108n, accumulated[0]!] };
}
