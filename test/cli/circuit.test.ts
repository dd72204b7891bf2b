import { join } from "node:path";
import { JsonRpcProvider } from "ethers";
import { afterAll, beforeAll, expect, test } from "vitest";
import { developmentAccount } from "../../prover/rpc/connection.ts";
import type { CircuitId } from "../../prover/shared/ids.ts";
import { type Anvil, startAnvil } from "../support/anvil.ts";
import { keyFile, temporaryFolder } from "../support/chain.ts";
import { runCommand } from "../support/command.ts";
import { installed } from "../support/installed.ts";
import { circuitIdOf, keyOfTrapdoor, TRAPDOOR } from "../support/simulator.ts";

const another = { ...TRAPDOOR, alpha: 23n };
const [FIRST, SECOND] = [TRAPDOOR, another].map((trapdoor) => circuitIdOf(keyOfTrapdoor(trapdoor))) as [
  CircuitId,
  CircuitId,
];

let anvil: Anvil;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let where: Record<string, string>;

beforeAll(async () => {
  [anvil, folder] = [await startAnvil(), await temporaryFolder()];
  where = { rpc: anvil.url, deployment: join(folder.path, "deployment.json") };
});
afterAll(async () => {
  await anvil?.stop();
  await folder?.remove();
});

/** A command with the key of a development account. */
async function run(name: string, positionals: string[], account: number, values: Record<string, string> = {}) {
  const given = { ...where, "key-file": await keyFile(folder.path, account), ...values };
  return runCommand(`chain ${name}`, positionals, given);
}

test("from the proposal of a circuit to its revocation", async () => {
  const owner = developmentAccount(1).address;
  const guardian = developmentAccount(2).address;
  await run("deploy", [], 0, { artifacts: installed(), owner, guardian, delay: "172800" });
  const artifacts = installed("development", another, "exclusion_16x138");
  const show = async () => (await run("circuit show", [], 0, { artifacts })).text.split("\n");
  expect(await show()).toEqual([
    `owner ${owner} may propose circuits, admitted after 172800 s`,
    `guardian ${guardian} may pause or revoke them`,
    `active     ${FIRST} (not installed), 16 entries`,
  ]);
  const proposed = await run("circuit propose", [SECOND], 1, { artifacts });
  expect(proposed.text).toMatch(/^may be admitted from 20.*Z on$/);
  expect((await show()).at(-1)).toMatch(new RegExp(`^proposed {3}${SECOND} exclusion_16x138, from 20.*Z on$`));
  await expect(run("circuit admit", [SECOND], 0, { artifacts })).rejects.toMatchObject({ code: "chain/too-early" });
  const provider = new JsonRpcProvider(anvil.url);
  await provider.send("evm_increaseTime", [172_800]);
  await provider.send("evm_mine", []);
  provider.destroy();
  const admitted = await run("circuit admit", [SECOND], 0, { artifacts });
  expect(admitted).toMatchObject({ verdict: true, json: { circuit: { circuitId: SECOND, entries: 16 } } });
  for (const [word, status] of [
    ["pause", "paused"],
    ["revoke", "revoked"],
  ] as const) {
    const { verdict, text } = await run(`circuit ${word}`, [SECOND], 2, { reason: "a test" });
    expect([verdict, text]).toEqual([true, `circuit ${SECOND} is ${status}`]);
  }
  expect((await show()).at(-1)).toBe(`revoked    ${SECOND} exclusion_16x138, 16 entries`);
  expect((await run("circuit withdraw", [SECOND], 1)).verdict).toBe(true);
});

test("input that makes no sense has an error code of its own", async () => {
  await expect(run("circuit propose", [SECOND], 1, { artifacts: installed() })).rejects.toMatchObject({
    code: "setup/no-artifacts",
  });
  await expect(run("circuit pause", ["16x60"], 2, { reason: "r" })).rejects.toMatchObject({ code: "cli/bad-option" });
  await expect(run("circuit pause", [FIRST], 2)).rejects.toMatchObject({ code: "cli/missing-option" });
  await expect(run("circuit pause", [FIRST], 1, { reason: "r" })).rejects.toMatchObject({ code: "chain/not-guardian" });
  await expect(run("deploy", [], 0, { deployment: "x", delay: "soon" })).rejects.toMatchObject({
    code: "cli/bad-option",
  });
});
