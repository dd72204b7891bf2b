import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { readProvableBlock } from "../../../../prover/chain/receipts/block.ts";
import { makeChainDocument } from "../../../../prover/chain/receipts/chainDocument.ts";
import { logsOf, readHeader } from "../../../../prover/ethereum/header.ts";
import type { ChainDocument } from "../../../../prover/evidence/chain/document.ts";
import { makeEvidence } from "../../../../prover/evidence/make.ts";
import { verifyPack } from "../../../../prover/evidence/verifyPack.ts";
import { type Chain, openChain } from "../../../../prover/rpc/connection.ts";
import { toReleaseId } from "../../../../prover/shared/ids.ts";
import { startAnvil } from "../../../support/anvil.ts";
import { keyFile, temporaryFolder } from "../../../support/chain.ts";
import { codeOf } from "../../../support/errors.ts";
import { evidenceScene, onChain, type Scene, trusting } from "../../../support/evidence.ts";
import { folderWith } from "../../../support/folder.ts";

describe.each(["embedded", "anvil"])("the receipts of a release on %s", (kind) => {
  let chain: Chain;
  let scene: Scene;
  let folder: string;
  let stop = async () => {};
  let remove = async () => {};
  let made: Awaited<ReturnType<typeof onChain>>;

  beforeAll(async () => {
    ({ path: folder, remove } = await temporaryFolder());
    if (kind === "anvil") {
      const anvil = await startAnvil();
      stop = anvil.stop;
      chain = await openChain({ rpc: anvil.url, keyFile: await keyFile(folder), polling: { pollingInterval: 20 } });
    } else chain = await openChain({});
    scene = await evidenceScene(folder);
    made = await onChain(chain, scene);
  });
  afterAll(async () => {
    await chain?.close();
    await stop();
    await remove();
  });

  const verdict = async (document: ChainDocument, policy = trusting(document)) => {
    const { archive } = await makeEvidence(
      { ...scene.parts, chain: document },
      { keyPath: scene.keyPath, out: folder },
    );
    return verifyPack(await readFile(archive), { ...scene.policy, chain: policy });
  };

  it("suffice to check every fact of it without the chain", async () => {
    const { document } = made;
    const { checks, facts } = await verdict(document);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    const names = checks.map(({ name }) => name).filter((name) => name.startsWith("chain-"));
    expect(names).toEqual(
      expect.arrayContaining([
        "chain-blocks",
        "chain-contracts",
        "chain-release",
        "chain-epoch-music",
        "chain-accepted-shard-1-opt-out",
      ]),
    );
    const head = await chain.provider.getBlock("latest");
    expect(facts!.chain!.blocks.at(-1)).toEqual({ number: head!.number, hash: head!.hash, time: head!.timestamp });
  });

  if (kind === "anvil") return;

  it("are the same for every caller, and however the lists are named", async () => {
    const { deployment, subjects, document } = made;
    const turned = { ...subjects, lists: subjects.lists.toReversed() };
    expect(await makeChainDocument(chain, deployment, turned)).toEqual(document);
  });

  it.each<[string, (document: ChainDocument) => ChainDocument, string]>([
    ["a receipt less", (d) => ({ ...d, blocks: d.blocks.slice(1) }), "chain-epoch-"],
    ["another contract", (d) => ({ ...d, ledger: d.releases }), "chain-accepted-shard-0-"],
    ["another epoch", (d) => ({ ...d, lists: d.lists.map((list) => ({ ...list, epoch: 2 })) }), "chain-epoch-"],
    [
      "lists exchanged",
      (d) => ({ ...d, lists: d.lists.map((list, i) => ({ ...list, list: d.lists[1 - i]!.list })) }),
      "chain-epoch-",
    ],
    ["another release", (d) => ({ ...d, release: `0x${"1".repeat(64)}` }), "chain-release"],
  ])("do not show it with %s", async (_, change, name) => {
    const { checks } = await verdict(change(structuredClone(made.document)));
    expect(
      checks
        .filter(({ ok }) => !ok)
        .map((each) => each.name)
        .join(),
    ).toContain(name);
  });

  it("are of blocks that only the verifier's own knowledge makes the chain's", async () => {
    const { document } = made;
    const failing = async (policy: ReturnType<typeof trusting>) =>
      (await verdict(document, policy)).checks.filter(({ ok }) => !ok).map(({ name }) => name);
    const known = trusting(document);
    expect(await failing({})).toEqual([]);
    expect(await failing({ ...known, blocks: new Set() })).toEqual(["chain-blocks"]);
    expect(await failing({ contracts: { ...known.contracts!, chainId: 1 } })).toEqual(["chain-contracts"]);
  });

  it("cannot be collected for what the chain does not know", async () => {
    const { deployment, subjects } = made;
    const code = (changed: Partial<typeof subjects>) =>
      codeOf(() => makeChainDocument(chain, deployment, { ...subjects, ...changed }));
    expect(await code({ release: toReleaseId(`0x${"1".repeat(64)}`) })).toBe("chain/no-release");
    expect(await code({ lists: [{ ...subjects.lists[0]!, root: "1".repeat(64) }] })).toBe("chain/no-epoch");
  });
});

test("a block of many transactions has every receipt where its trie says", async () => {
  const anvil = await startAnvil(["--no-mining"]);
  const chain = await openChain({ rpc: anvil.url, keyFile: await keyFile(folderWith()) });
  const count = 140;
  const from = await chain.signer!.getAddress();
  for (let nonce = 0; nonce < count; nonce++) {
    const transaction = { from, to: from, nonce: `0x${nonce.toString(16)}`, gas: "0x5208" };
    await chain.provider.send("eth_sendTransaction", [transaction]);
  }
  await chain.provider.send("evm_mine", []);
  const { hash, transactions } = (await chain.provider.getBlock("latest"))!;
  expect(transactions).toHaveLength(count);
  const { header, proofOf } = await readProvableBlock(chain, hash!);
  const read = readHeader(header);
  for (let i = 0; i < count; i++) expect(logsOf(read, i, proofOf(i))).toEqual([]);
  expect(() => logsOf(read, 0, proofOf(1))).toThrow(RangeError);
  expect(() => logsOf(read, count, proofOf(1))).toThrow(RangeError);
  expect(() => logsOf(read, 0, [...proofOf(0), header])).toThrow(RangeError);
  await chain.close();
  await anvil.stop();
});
