import { chmodSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { deployContracts } from "../../../../prover/chain/deployment/deploy.ts";
import { readDeployment } from "../../../../prover/chain/deployment/document.ts";
import { readShardStatus } from "../../../../prover/chain/ledger/status.ts";
import { listIdOf } from "../../../../prover/chain/lists/list.ts";
import { publishBlocklist } from "../../../../prover/chain/lists/publish.ts";
import { openChain } from "../../../../prover/rpc/connection.ts";
import {
  parseAddress,
  parseBoolean,
  parseCount,
  parseHash,
  parsePage,
  parseShardStatus,
  parseWord,
} from "../../../../prover/rpc/node/decode.ts";
import { waitUntil } from "../../../../prover/rpc/node/polling.ts";
import { waitForEffect } from "../../../../prover/rpc/transaction.ts";
import { FIELD_ORDER } from "../../../../prover/shared/field.ts";
import { stringifyJson } from "../../../../prover/shared/json.ts";
import { simulatedCircuit, someList, somePages } from "../../../support/chain.ts";
import { folderWith } from "../../../support/folder.ts";
import { OTHER_TRAPDOOR } from "../../../support/simulator.ts";

const HASH = `0x${"ab".repeat(32)}`;
const ADDRESS = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266";
const DEPLOYMENT = {
  format: "disjoint/deployment/v1",
  chainId: 31337,
  blocklists: ADDRESS,
  ledger: ADDRESS,
  releases: ADDRESS,
  circuits: [{ circuitId: HASH, entries: 256, verifier: ADDRESS, setup: "development" }],
};

describe("the border to the chain", () => {
  it("takes good answers", () => {
    expect(parseCount(7n, "x")).toBe(7);
    expect(parseBoolean(false, "x")).toBe(false);
    expect(parseWord((1n << 256n) - 1n, "x")).toBe((1n << 256n) - 1n);
    expect(parseAddress(ADDRESS.toLowerCase(), "x")).toBe(ADDRESS);
    expect(parseHash(HASH.toUpperCase().replace("0X", "0x"), "x")).toBe(HASH);
    expect(parsePage({ digest: 5n, size: 16n }, "x")).toEqual({ digest: 5n, size: 16 });
  });

  it.each<[string, () => unknown]>([
    ["a count that is no number", () => parseCount("7", "x")],
    ["a negative count", () => parseCount(-1n, "x")],
    ["a count beyond all lists", () => parseCount(1n << 32n, "x")],
    ["no boolean", () => parseBoolean(1n, "x")],
    ["a word of 257 bits", () => parseWord(1n << 256n, "x")],
    ["no word", () => parseWord(7, "x")],
    ["half an address", () => parseAddress("0x1234", "x")],
    ["half a hash", () => parseHash("0x1234", "x")],
    ["a digest of 0", () => parsePage({ digest: 0n, size: 16n }, "x")],
    ["a digest beyond the field", () => parsePage({ digest: FIELD_ORDER, size: 16n }, "x")],
    ["another page size", () => parsePage({ digest: 5n, size: 17n }, "x")],
    ["no page", () => parsePage(undefined, "x")],
    ["half a status", () => parseShardStatus({ cleanPages: 1n, cleanEpoch: 1n, pageCount: 1n }, "x")],
  ])("refuses %s", (_, read) => {
    expect(read).toThrow(expect.objectContaining({ code: "chain/bad-answer" }));
  });
});

/** A node that answers every question with the same thing. */
async function nodeThat(answers: (method: string) => unknown): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const { id, method } = JSON.parse(Buffer.concat(chunks).toString());
      response.end(JSON.stringify({ jsonrpc: "2.0", id, result: answers(method) }));
    });
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("opening a chain", () => {
  it("says at once when nobody answers", async () => {
    await expect(openChain({ rpc: "http://127.0.0.1:9" })).rejects.toMatchObject({ code: "chain/unreachable" });
  });

  it("refuses a node that does not know its chain", async () => {
    for (const answer of [null, 5, "0x0", "0xzz"]) {
      const rpc = await nodeThat(() => answer);
      await expect(openChain({ rpc })).rejects.toMatchObject({ code: "chain/unreachable" });
    }
  });

  it("takes no garbage for a status", async () => {
    const deployment = await readDeployment(join(folderWith({ d: stringifyJson(DEPLOYMENT) }), "d"));
    for (const answer of ["0x", `0x${"ff".repeat(128)}`, `0x${"00".repeat(31)}`]) {
      const rpc = await nodeThat((method) => (method === "eth_chainId" ? "0x7a69" : answer));
      const chain = await openChain({ rpc });
      await expect(readShardStatus(chain, deployment, HASH, 4n)).rejects.toMatchObject({
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

describe("deploying", () => {
  it("refuses a development key on every chain that is not local, before it sends anything", async () => {
    for (const chainId of [1, 10, 11155111, 8453, 31338]) {
      const rpc = await nodeThat(() => `0x${chainId.toString(16)}`);
      const chain = await openChain({ rpc });
      await expect(deployContracts(chain, [simulatedCircuit()])).rejects.toMatchObject({
        code: "chain/development-key",
      });
      await expect(deployContracts(chain, [{ ...simulatedCircuit(), setup: "ceremony" }])).rejects.toMatchObject({
        code: "chain/no-signer",
      });
      await chain.close();
    }
  });

  it("refuses a key that is not the circuit's, and one that anyone can forge under", async () => {
    const chain = await openChain({});
    const mixed = { ...simulatedCircuit(), keyWords: simulatedCircuit(OTHER_TRAPDOOR).keyWords };
    await expect(deployContracts(chain, [mixed])).rejects.toMatchObject({ code: "chain/circuit-differs" });
    const { alpha, beta, gamma, ic } = OTHER_TRAPDOOR;
    const forgeable = simulatedCircuit({ alpha, beta, gamma, delta: gamma, ic });
    await expect(deployContracts(chain, [forgeable])).rejects.toMatchObject({ code: "chain/forgeable-key" });
    await chain.close();
  });
});

describe("waiting for an effect", () => {
  it("ends when the chain shows it, or when the polling timeout ends", async () => {
    let looks = 0;
    await waitUntil({ timeout: 60_000, pollingInterval: 1 }, "it", async () => ++looks === 3);
    expect(looks).toBe(3);
    const never = waitUntil({ timeout: 20, pollingInterval: 1 }, "it", async () => false);
    await expect(never).rejects.toMatchObject({ code: "chain/timeout", exitCode: 4 });
  });

  it("ends when the transaction was reverted", async () => {
    const chain = await openChain({});
    const { deployment } = await deployContracts(chain, [simulatedCircuit()]);
    const data = "0x12345678";
    const { hash } = await chain.signer!.sendTransaction({ to: deployment.ledger, data, gasLimit: 100_000 });
    await expect(waitForEffect(chain, hash, "it", async () => false)).rejects.toMatchObject({ code: "chain/reverted" });
    await chain.close();
  });
});

describe("a deployment's file", () => {
  const read = (changes: object) =>
    readDeployment(join(folderWith({ d: stringifyJson({ ...DEPLOYMENT, ...changes }) }), "d"));

  it("is read as it was written", async () => {
    expect(await read({})).toEqual(DEPLOYMENT);
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

  it("is missed when it is not there", async () => {
    await expect(readDeployment("/nowhere")).rejects.toMatchObject({ code: "chain/not-found" });
  });
});

describe("the id of a list", () => {
  it("is the contract's", async () => {
    const chain = await openChain({});
    const { deployment } = await deployContracts(chain, [simulatedCircuit()]);
    const document = someList(somePages(1));
    const { list } = await publishBlocklist(chain, deployment, document);
    expect(list).toBe(listIdOf(await chain.signer!.getAddress(), document.config));
    expect(list).not.toBe(listIdOf(ADDRESS, { ...document.config, metadata: "other" }));
    await chain.close();
  });
});
