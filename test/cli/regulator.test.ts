import { join } from "node:path";
import { JsonRpcProvider } from "ethers";
import { expect, onTestFinished, test } from "vitest";
import type { Values } from "../../prover/cli/commands/definition.ts";
import { developmentAccount } from "../../prover/rpc/connection.ts";
import { stringifyJson } from "../../prover/shared/json.ts";
import { startAnvil } from "../support/anvil.ts";
import { keyFile } from "../support/chain.ts";
import { runCommand } from "../support/command.ts";
import { deployEas } from "../support/eas.ts";
import { folderWith } from "../support/folder.ts";
import { COMMITMENT, installed, listAndBundle } from "../support/installed.ts";

type Json = Record<string, unknown>;

const ID = `0x${"ab".repeat(32)}`;
const [second, third] = [1, 2].map((index) => developmentAccount(index).address) as [string, string];

/** A command on a chain, as one of its accounts; gives its JSON. */
type Run = (name: string, positionals: string[], values?: Values, account?: number) => Promise<Json>;

/** A chain of its own with our contracts, and a list and a bundle to bring there. */
async function scene() {
  const anvil = await startAnvil();
  onTestFinished(() => anvil.stop());
  const folder = folderWith();
  const run: Run = async (name, positionals, values = {}, account = 0) => {
    const where = { rpc: anvil.url, "verify-rpc": anvil.url, deployment: join(folder, "deployment.json") };
    const all: Values = { ...where, "key-file": await keyFile(folder, account), ...values };
    const { verdict, json, text } = await runCommand(name, positionals, all);
    expect(text).not.toBe("");
    return { ...(json as Json), verdict };
  };
  await run("chain deploy", [], { artifacts: installed(), "without-256": true });
  return { anvil, folder, run, ...(await listAndBundle()) };
}

test("a list of two reviewers: publish, review, grant, transfer, show", async () => {
  const { folder, run, list, bundle } = await scene();
  const reviewers = { reviewer: [third, second], threshold: "2" };
  const id = String((await run("chain publish", [list], reviewers)).list);
  const status = (account?: number) => run("status", [String(COMMITMENT)], { "list-id": id }, account);
  expect(await status()).toMatchObject({ verdict: false, currentEpoch: 0 });
  expect(await run("chain list review", [id, list], {}, 1)).toMatchObject({ epoch: 1, currentEpoch: 0 });
  expect(await run("chain list review", [id, list], {}, 2)).toMatchObject({ epoch: 1, currentEpoch: 1 });
  expect(await run("chain list grant", [id], { publisher: second })).toMatchObject({ allowed: true });
  expect(await run("chain publish", [list], { "list-id": id }, 1)).toMatchObject({ list: id, appended: 0 });
  expect(await run("chain list revoke", [id], { publisher: second })).toMatchObject({ allowed: false });
  await run("chain list transfer", [id], { to: third });
  await run("chain list transfer", [id], { cancel: true });
  await run("chain list transfer", [id], { to: third });
  expect(await run("chain list show", [id])).toMatchObject({ pendingOwner: third, currentEpoch: 1 });
  await run("chain list accept", [id], {}, 2);
  expect(await run("chain list show", [id])).toMatchObject({
    owner: third,
    pendingOwner: null,
    threshold: 2,
    scheme: "sha256",
    epochs: [{ epoch: 1, pageCount: 2 }],
  });
  expect(await run("chain submit", [bundle], { "list-id": id, outbox: join(folder, "outbox") })).toMatchObject({
    verdict: true,
    accepted: 2,
    refused: [],
  });
  expect(await status()).toMatchObject({
    proved: "clean",
    currentEpoch: 1,
    at: { hash: expect.stringMatching(/^0x/) },
  });
});

test.each<[string, Values]>([
  ["a threshold without reviewers", { threshold: "1" }],
  ["a threshold of nobody", { reviewer: [second], threshold: "0" }],
  ["a threshold of more than there are", { reviewer: [second], threshold: "2" }],
  ["a reviewer without an address", { reviewer: ["0x12"] }],
  ["a list without an id", { "list-id": "12" }],
])("publishing refuses %s", async (_, values) => {
  await expect(runCommand("chain publish", ["list"], values)).rejects.toMatchObject({
    code: "cli/bad-option",
    exitCode: 2,
  });
});

test("an off-chain attestation: resolver, sign, verify", async () => {
  const { anvil, folder, run, list, bundle } = await scene();
  const provider = new JsonRpcProvider(anvil.url, 31337, { staticNetwork: true, cacheTimeout: -1 });
  const eas = await deployEas(developmentAccount(5).connect(provider));
  provider.destroy();
  const id = String((await run("chain publish", [list])).list);
  const { resolver } = (await run("attest resolver", [], { eas })) as { resolver: string };
  const shards = [{ commitment: String(COMMITMENT), schemes: ["sha256"], uri: "" }];
  const model = { model: "m", version: "1", weights: "ab".repeat(32), parents: [], terms: "" };
  const document = stringifyJson({ format: "disjoint/release/v1", ...model, shards });
  const { release } = await run("chain register", [join(folderWith({ r: document }), "r")]);
  const out = join(folder, "attestation.json");
  const sign = () => run("attest offchain sign", [String(release)], { "list-id": id, eas, resolver, out });
  await expect(sign()).rejects.toMatchObject({ code: "attest/not-clean" });
  await run("chain submit", [bundle], { "list-id": id });
  expect(await sign()).toMatchObject({ epoch: 1, signer: developmentAccount(0).address });
  expect(await run("attest offchain verify", [out], { eas })).toMatchObject({ verdict: true, claim: { release } });
  const notEas = run("attest offchain verify", [out], { eas: resolver });
  await expect(notEas).rejects.toMatchObject({ code: expect.stringMatching(/^chain\/(reverted|bad-answer)$/) });
});

test.each<[string, string, Values, string]>([
  ["chain submit", "confirmations without an outbox", { "list-id": ID, confirmations: "3" }, "cli/missing-option"],
  ["status", "confirmations that are no number", { "list-id": ID, confirmations: "-1" }, "cli/bad-option"],
  ["chain list show", "a witness without a node", { "verify-rpc": "http://127.0.0.1:9" }, "cli/missing-option"],
  ["chain index", "a block that is none", { since: "x" }, "cli/bad-option"],
])("%s refuses %s", async (name, _, values, code) => {
  const positionals = { "chain index": [], status: ["5"] }[name] ?? [ID];
  await expect(runCommand(name, positionals, values)).rejects.toMatchObject({ code, exitCode: 2 });
});
