import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { deployContracts } from "../../../../prover/chain/deployment/deploy.ts";
import { readDeployment } from "../../../../prover/chain/deployment/document.ts";
import { openChain } from "../../../../prover/rpc/connection.ts";
import { stringifyJson } from "../../../../prover/shared/json.ts";
import { DEVELOPMENT_POWERS } from "../../../support/accumulators.ts";
import { simulatedCircuit } from "../../../support/chain.ts";
import { DEPLOYMENT, nodeThat } from "../../../support/fixedNode.ts";
import { folderWith } from "../../../support/folder.ts";
import { OTHER_TRAPDOOR } from "../../../support/simulator.ts";

const HASH = `0x${"ab".repeat(32)}`;
const ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
describe("deploying", () => {
  it("refuses a development key or powers on every chain that is not local, before it sends anything", async () => {
    for (const chainId of [1, 10, 11155111, 8453, 31338]) {
      const rpc = await nodeThat(() => `0x${chainId.toString(16)}`);
      const chain = await openChain({ rpc });
      await expect(deployContracts(chain, [simulatedCircuit()])).rejects.toMatchObject({
        code: "chain/development-key",
      });
      const circuits = [{ ...simulatedCircuit(), setup: "ceremony" as const }];
      await expect(deployContracts(chain, circuits)).rejects.toMatchObject({ code: "chain/no-signer" });
      await expect(deployContracts(chain, circuits, { powers: DEVELOPMENT_POWERS })).rejects.toMatchObject({
        code: "chain/development-powers",
      });
      const ceremony = { ...DEVELOPMENT_POWERS, kind: "ceremony" as const };
      await expect(deployContracts(chain, circuits, { powers: ceremony })).rejects.toMatchObject({
        code: "chain/no-signer",
      });
      await chain.close();
    }
  });

  it("refuses a key that is not the circuit's, and one that allows forgeries", async () => {
    const chain = await openChain({});
    const mixed = { ...simulatedCircuit(), keyWords: simulatedCircuit(OTHER_TRAPDOOR).keyWords };
    await expect(deployContracts(chain, [mixed])).rejects.toMatchObject({ code: "chain/circuit-differs" });
    const { alpha, beta, gamma, ic } = OTHER_TRAPDOOR;
    const forgeable = simulatedCircuit({ alpha, beta, gamma, delta: gamma, ic });
    await expect(deployContracts(chain, [forgeable])).rejects.toMatchObject({ code: "chain/forgeable-key" });
    await chain.close();
  });
});

describe("a deployment's file", () => {
  const read = (changes: object) =>
    readDeployment(join(folderWith({ d: stringifyJson({ ...DEPLOYMENT, ...changes }) }), "d"));

  it("is read back as it was written", async () => {
    expect(await read({})).toEqual(DEPLOYMENT);
    const powers = { id: HASH, setup: "ceremony", verifier: ADDRESS };
    expect(await read({ powers })).toEqual({ ...DEPLOYMENT, powers });
    for (const wrong of [{ id: "0x12" }, { setup: "other" }, { verifier: "0x" }, { more: 1 }])
      await expect(read({ powers: { ...powers, ...wrong } })).rejects.toMatchObject({ code: "chain/invalid" });
  });

  it.each<[string, object]>([
    ["another format", { format: "disjoint/deployment/v2" }],
    ["no chain", { chainId: 0 }],
    ["a chain in words", { chainId: "31337" }],
    ["half an address", { ledger: "0x1234" }],
    ["no circuits", { circuits: null }],
    ["an unknown field", { owner: ADDRESS }],
    ["a circuit without setup", { circuits: [{ circuitId: HASH, entries: 256, verifier: ADDRESS }] }],
    ["an unknown setup", { circuits: [{ circuitId: HASH, entries: 256, verifier: ADDRESS, setup: "trust me" }] }],
    ["too many entries", { circuits: [{ circuitId: HASH, entries: 512, verifier: ADDRESS, setup: "ceremony" }] }],
  ])("is refused with %s", async (_, changes) => {
    await expect(read(changes)).rejects.toMatchObject({ code: "chain/invalid", exitCode: 3 });
  });

  it("is reported missing when it is absent", async () => {
    await expect(readDeployment("/nowhere")).rejects.toMatchObject({ code: "chain/not-found" });
  });
});
