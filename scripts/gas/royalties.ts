/** Measures the cost of minting a release as a token and of splitting what it earns. */
import { deployContract } from "../../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../../prover/chain/deployment/document.ts";
import { type Release, registerRelease } from "../../prover/chain/releases/release.ts";
import type { Chain } from "../../prover/rpc/connection.ts";
import { openContract, requireSigner } from "../../prover/rpc/contract.ts";
import { send } from "../../prover/rpc/transaction.ts";
import { ZeroAddress } from "../../prover/shared/ethers.ts";

/** Accounts that have no ether and no code: the first payment creates them. */
const accountOf = (digit: number): string => `0x${digit.toString(16).repeat(40)}`;

export async function measureRoyalties(
  chain: Chain,
  deployment: Deployment,
  example: Release,
): Promise<Record<string, number>> {
  const { address, gasUsed } = await deployContract(chain, "ReleaseTokens", [deployment.releases]);
  const anchors = await deployContract(chain, "Anchors", [deployment.releases]);
  const tokens = await openContract(chain, "ReleaseTokens", address);
  const shard = example.shards[0]!.commitment;
  const release = async (version: string, parents: Release["parents"] = []) =>
    (await registerRelease(chain, deployment, { ...example, version, parents })).release;
  const mint = async (id: string, licensors: number) => {
    const all = Array.from({ length: licensors }, (_, i) => ({ shard, account: accountOf(i + 2), share: 100 }));
    const terms = { vendor: accountOf(1), sale: 500, derivatives: 1000, licensors: all };
    return Number((await send(chain, tokens, "mint", [id, terms], async () => true)).gasUsed);
  };
  const root = await release("3.0.0");
  const first = await mint(root, 0);
  const plain = await mint(await release("3.0.1"), 0);
  const licensed = await mint(await release("3.0.2"), 1);
  const child = await release("3.0.3", [root]);
  const derived = await mint(child, 0);
  const account = await openContract(chain, "RoyaltyAccount", await tokens.getFunction("accountOf")(child));
  const signer = requireSigner(chain);
  const paid = await signer.sendTransaction({ to: await account.getAddress(), value: 1_000_000n });
  const payment = Number((await paid.wait())!.gasUsed);
  const claim = async (index: number) =>
    Number((await send(chain, account, "claim", [ZeroAddress, index], async () => true)).gasUsed);
  const toParent = await claim(0);
  const anchor = await openContract(chain, "Anchors", anchors.address);
  const args = [root, `0x${"5c".repeat(32)}`];
  return {
    "deploy ReleaseTokens": Number(gasUsed),
    "deploy Anchors": Number(anchors.gasUsed),
    "mint a release, the vendor's first": first,
    "mint a release, a further one": plain,
    "mint a release, a data licensor": licensed - plain,
    "mint a release, a parent": derived - plain,
    "pay a release in ether": payment,
    "claim a parent's share in ether": toParent,
    "claim a vendor's share in ether, a new account": await claim(1),
    "anchor a root of any number of digests": Number(
      (await send(chain, anchor, "anchor", args, async () => true)).gasUsed,
    ),
  };
}
