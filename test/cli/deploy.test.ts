import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Wallet } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { developmentAccount, openChain } from "../../prover/rpc/connection.ts";
import type { DisjointError } from "../../prover/shared/errors.ts";
import { type Anvil, startAnvil } from "../support/anvil.ts";
import { keyFile, temporaryFolder } from "../support/chain.ts";
import { runCommand } from "../support/command.ts";
import { codeOf } from "../support/errors.ts";
import { folderWith } from "../support/folder.ts";
import { installed, listAndBundle } from "../support/installed.ts";

let anvil: Anvil;
let key: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  const folder = await temporaryFolder();
  ({ remove } = folder);
  [anvil, key] = [await startAnvil(), await keyFile(folder.path)];
});
afterAll(async () => {
  await anvil?.stop();
  await remove?.();
});

type Values = Record<string, string | boolean>;

async function run(name: string, positionals: string[], values: Values) {
  return runCommand(`chain ${name}`, positionals, { rpc: anvil.url, "key-file": key, ...values });
}

async function sent(): Promise<number> {
  const chain = await openChain({ rpc: anvil.url });
  const count = await chain.provider.getTransactionCount(developmentAccount(0).address);
  await chain.close();
  return count;
}

const newFile = () => join(folderWith(), "deployment.json");
const both = { owner: developmentAccount(1).address, delay: "172800" };

describe("chain deploy", () => {
  it.each<[string, string, Values]>([
    ["nobody", "exclusion_16x60", {}],
    ["a guardian alone", "exclusion_16x60", { guardian: developmentAccount(2).address }],
    ["nobody, with a larger circuit of the size", "exclusion_16x138", {}],
  ])("refuses a ledger without 256 that %s can extend, and sends nothing", async (_, circuit, roles) => {
    const before = await sent();
    const deployment = newFile();
    const artifacts = installed("development", undefined, circuit);
    expect(await codeOf(() => run("deploy", [], { artifacts, deployment, ...roles }))).toBe("chain/fixed-circuits");
    expect(await sent()).toBe(before);
    expect(existsSync(deployment)).toBe(false);
  });

  it.each<[string, string, Values, number[], RegExp]>([
    ["it is told to", "exclusion_16x60", { "without-256": true }, [16], /pages of 16 entries; nobody can add/],
    ["an owner can add circuits", "exclusion_16x60", both, [16], /pages of 16 entries; 0x[0-9A-Fa-f]{40} can propose/],
    ["it takes pages of 256", "exclusion_256x365", {}, [256], /pages of 256 entries; nobody can add/],
  ])("names the sizes of pages when %s", async (_, circuit, values, pageSizes, words) => {
    const artifacts = installed("development", undefined, circuit);
    const { json, text } = await run("deploy", [], { artifacts, deployment: newFile(), ...values });
    expect(json).toMatchObject({ pageSizes });
    expect(text).toMatch(words);
  });
});

describe("an account without funds", () => {
  it("ends every command that sends transactions immediately, and is named", async () => {
    const deployment = newFile();
    const artifacts = installed();
    const { list, bundle } = await listAndBundle();
    await run("deploy", [], { artifacts, deployment, "without-256": true });
    const { json } = await run("publish", [list], { deployment });
    const id = (json as { list: string }).list;
    const poor = Wallet.createRandom();
    const unfunded = join(folderWith(), "key");
    await writeFile(unfunded, poor.privateKey, { mode: 0o600 });
    const file = newFile();
    for (const [name, positionals, values] of [
      ["deploy", [], { artifacts, deployment: file, "without-256": true }],
      ["publish", [list], { deployment }],
      ["submit", [bundle], { deployment, "list-id": id }],
      ["submit", [bundle], { deployment, "list-id": id, outbox: join(folderWith(), "outbox.sqlite") }],
    ] as const) {
      const failed = run(name, [...positionals], { ...values, "key-file": unfunded });
      const error = await failed.catch((thrown: DisjointError) => thrown);
      expect(error, name).toMatchObject({ code: "chain/no-funds", exitCode: 4 });
      expect((error as DisjointError).message).toContain(poor.address);
    }
    expect(existsSync(file)).toBe(false);
  });
});
