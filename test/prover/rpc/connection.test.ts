import { chmodSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { deployContracts } from "../../../prover/chain/deployment/deploy.ts";
import { readDeployment } from "../../../prover/chain/deployment/document.ts";
import { readShardStatus } from "../../../prover/chain/ledger/status.ts";
import { openChain } from "../../../prover/rpc/connection.ts";
import { toCommitment, toListId } from "../../../prover/shared/ids.ts";
import { stringifyJson } from "../../../prover/shared/json.ts";
import { DEPLOYMENT, nodeThat } from "../../support/fixedNode.ts";
import { folderWith } from "../../support/folder.ts";

const HASH = `0x${"ab".repeat(32)}`;
describe("opening a chain", () => {
  it("fails immediately when no node answers", async () => {
    await expect(openChain({ rpc: "http://127.0.0.1:9" })).rejects.toMatchObject({ code: "chain/unreachable" });
  });

  it("refuses a node that does not give its chain id", async () => {
    for (const answer of [null, 5, "0x0", "0xzz"]) {
      const rpc = await nodeThat(() => answer);
      await expect(openChain({ rpc })).rejects.toMatchObject({ code: "chain/unreachable" });
    }
  });

  it("refuses an answer that is not a status", async () => {
    const deployment = await readDeployment(join(folderWith({ d: stringifyJson(DEPLOYMENT) }), "d"));
    for (const answer of ["0x", `0x${"ff".repeat(128)}`, `0x${"00".repeat(31)}`]) {
      const rpc = await nodeThat((method) => (method === "eth_chainId" ? "0x7a69" : answer));
      const chain = await openChain({ rpc });
      await expect(readShardStatus(chain, deployment, toListId(HASH), toCommitment(4n))).rejects.toMatchObject({
        code: expect.stringMatching(/^chain\/(bad-answer|reverted)$/),
      });
      await chain.close();
    }
  });

  it("reads the key from a file that only its owner can read", async () => {
    const rpc = await nodeThat(() => "0x7a69");
    const folder = folderWith({ key: `0x${"11".repeat(32)}\n`, bad: "0x1234", open: "11".repeat(32) });
    for (const name of ["key", "bad"]) chmodSync(join(folder, name), 0o600);
    const chain = await openChain({ rpc, keyFile: join(folder, "key") });
    expect(await chain.signer!.getAddress()).toBe("0x19E7E376E7C213B7E7e7e46cc70A5dD086DAff2A");
    await chain.close();
    const opened = (name: string) => openChain({ rpc, keyFile: join(folder, name) });
    await expect(opened("open")).rejects.toMatchObject({ code: "chain/open-key-file", exitCode: 2 });
    await expect(opened("bad")).rejects.toMatchObject({ code: "chain/bad-key-file" });
    await expect(opened("none")).rejects.toMatchObject({ code: "chain/no-key-file" });
  });

  it("sends nothing without a key", async () => {
    const chain = await openChain({ rpc: await nodeThat(() => "0x7a69") });
    await expect(deployContracts(chain, [])).rejects.toMatchObject({ code: "chain/no-signer" });
    await chain.close();
  });
});
