import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  deployResolver,
  openEas,
  readEasVersion,
  readTimestamp,
  timestampDigest,
} from "../../../../prover/chain/attestation/eas.ts";
import { signOffchain } from "../../../../prover/chain/attestation/offchain.ts";
import { verifyOffchain } from "../../../../prover/chain/attestation/verifyOffchain.ts";
import { deployContracts } from "../../../../prover/chain/deployment/deploy.ts";
import type { Deployment } from "../../../../prover/chain/deployment/document.ts";
import { readConfirmedBlock } from "../../../../prover/rpc/block.ts";
import { type Chain, developmentAccount, openChain } from "../../../../prover/rpc/connection.ts";
import { view } from "../../../../prover/rpc/contract.ts";
import { send } from "../../../../prover/rpc/transaction.ts";
import { type Anvil, startAnvil } from "../../../support/anvil.ts";
import { keyFile, simulatedCircuit, temporaryFolder } from "../../../support/chain.ts";
import { cleanAndDirty } from "../../../support/cleanRelease.ts";
import { deployEas, EAS_VERSIONS } from "../../../support/eas.ts";

let anvil: Anvil;
let chain: Chain;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let deployment: Deployment;
let released: Awaited<ReturnType<typeof cleanAndDirty>>;

beforeAll(async () => {
  [anvil, folder] = [await startAnvil(), await temporaryFolder()];
  chain = await openChain({ rpc: anvil.url, keyFile: await keyFile(folder.path), polling: { pollingInterval: 5 } });
  ({ deployment } = await deployContracts(chain, [simulatedCircuit()]));
  released = await cleanAndDirty(chain, deployment);
});
afterAll(async () => {
  await chain?.close();
  await anvil?.stop();
  await folder?.remove();
});

describe.each(EAS_VERSIONS)("the service %s", (version) => {
  let service: string;
  let schema: string;

  beforeAll(async () => {
    service = await deployEas(developmentAccount(3).connect(chain.provider), version);
    ({ schema } = await deployResolver(chain, deployment, openEas(chain, service)));
  });

  /** Signs that a release is clean. */
  async function signed(release = released.clean) {
    const claim = { release, list: released.list, epoch: 1 };
    const { time } = await readConfirmedBlock(chain);
    return signOffchain(
      chain,
      { address: service, version: await readEasVersion(openEas(chain, service)), schema },
      claim,
      time,
    );
  }

  const failing = async (attestation: Awaited<ReturnType<typeof signed>>) =>
    (await verifyOffchain(chain, deployment, service, attestation)).checks.flatMap(({ name, ok }) => (ok ? [] : name));

  /** Somebody else's stamp. */
  async function stampedByOther(uid: string, fees: object = {}) {
    const other = developmentAccount(4).connect(chain.provider);
    return openEas({ ...chain, signer: other }, service).getFunction("timestamp")(uid, fees);
  }

  it("states the version that signatures are made for", async () => {
    expect(await readEasVersion(openEas(chain, service))).toMatch(
      version === "1.9" ? /^1\./ : new RegExp(`^${version}`),
    );
  });

  it("attests off the chain, timestamps, and lets the signer revoke", async () => {
    const attestation = await signed();
    await timestampDigest(chain, openEas(chain, service), attestation.uid);
    expect(await failing(attestation)).toEqual([]);
    const contract = openEas(chain, service);
    const isRevoked = async () =>
      (await view(contract, "getRevokeOffchain", attestation.signer, attestation.uid)) !== 0n;
    await send(chain, contract, "revokeOffchain", [attestation.uid], isRevoked);
    expect(await failing(attestation)).toEqual(["not revoked"]);
    const dirty = await signed(released.dirty);
    await timestampDigest(chain, openEas(chain, service), dirty.uid);
    expect(await failing(dirty)).toEqual(["the ledger said so at that moment"]);
  });

  it("uses the stamp that somebody else made before ours was sent", async () => {
    const { uid } = await signed();
    let first = true;
    const signer = new Proxy(chain.signer!, {
      get(target, name) {
        if (name !== "call") return Reflect.get(target, name, target);
        return async (question: Parameters<typeof target.call>[0]) => {
          const answer = await target.call(question);
          if (first) await (await stampedByOther(uid)).wait();
          first = false;
          return answer;
        };
      },
    });
    const time = await timestampDigest(chain, openEas({ ...chain, signer }, service), uid);
    expect(first).toBe(false);
    expect(time).toBe(await readTimestamp(openEas(chain, service), uid));
    expect(time).toBeGreaterThan(0);
  });

  it("uses the stamp that somebody else made in the same block, so that ours reverts", async () => {
    const { uid } = await signed();
    await chain.provider.send("evm_setAutomine", [false]);
    const stamping = timestampDigest(chain, openEas(chain, service), uid);
    const waiting = async () => BigInt((await chain.provider.send("txpool_status", [])).pending);
    while ((await waiting()) === 0n) await new Promise((resolve) => setTimeout(resolve, 5));
    const fees = { maxPriorityFeePerGas: 50n * 10n ** 9n, maxFeePerGas: 100n * 10n ** 9n, gasLimit: 100_000n };
    await stampedByOther(uid, fees);
    await chain.provider.send("evm_mine", []);
    await chain.provider.send("evm_setAutomine", [true]);
    expect(await stamping).toBe(await readTimestamp(openEas(chain, service), uid));
    const { transactions } = (await chain.provider.getBlock("latest"))!;
    const receipts = await Promise.all(transactions.map((hash) => chain.provider.getTransactionReceipt(hash)));
    expect(receipts.map((receipt) => receipt!.status)).toEqual([1, 0]);
  });
});
