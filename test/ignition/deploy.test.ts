import { afterAll, beforeAll, expect, test } from "vitest";
import { deployByIgnition, type Ignited } from "../../ignition/deploy.ts";
import { ATTESTATION_SCHEMA, computeSchemaUid, openEas, readSchema } from "../../prover/chain/attestation/eas.ts";
import { examineDeployment } from "../../prover/chain/deployment/verify.ts";
import { type Chain, openChain } from "../../prover/rpc/connection.ts";
import { DEVELOPMENT_POWERS } from "../support/accumulators.ts";
import { type Anvil, startAnvil } from "../support/anvil.ts";
import { keyFile, simulatedCircuit, temporaryFolder } from "../support/chain.ts";
import { deployEas } from "../support/eas.ts";
import { TRAPDOOR } from "../support/simulator.ts";

const LARGE = { ...simulatedCircuit(), name: "exclusion_256x365" };
const SMALL = { ...simulatedCircuit({ ...TRAPDOOR, alpha: 17n }, 16), name: "exclusion_16x60" };
const CIRCUITS = [LARGE, SMALL];

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let anvil: Anvil;
let chain: Chain;
let eas: string;
let journal: string;
let ignited: Ignited;

beforeAll(async () => {
  folder = await temporaryFolder();
  journal = `${folder.path}/journal`;
  anvil = await startAnvil();
  chain = await openChain({
    rpc: anvil.url,
    keyFile: await keyFile(folder.path),
    polling: { pollingInterval: 20 },
  });
  eas = await deployEas(chain.signer!);
  ignited = await deployByIgnition(chain, CIRCUITS, {
    roles: await someRoles(),
    powers: DEVELOPMENT_POWERS,
    eas,
    journal,
  });
});
afterAll(async () => {
  await chain?.close();
  await anvil?.stop();
  await folder?.remove();
});

const someRoles = async () => {
  const owner = await chain.signer!.getAddress();
  return { owner, delay: 2 * 86_400, guardian: owner };
};

const sent = async () => chain.provider.getTransactionCount(await chain.signer!.getAddress());

test("deploys the same code as the project's own command, with the given roles", async () => {
  const { roles, faults } = await examineDeployment(chain, ignited.deployment, CIRCUITS);
  expect(faults).toEqual([]);
  expect(roles).toEqual(await someRoles());
  expect(ignited.deployment.powers).toMatchObject({ id: DEVELOPMENT_POWERS.id, setup: "development" });
  expect(ignited.deployment.circuits.map(({ circuitId }) => circuitId)).toEqual(CIRCUITS.map((c) => c.circuitId));
});

test("registers the schema of the resolver with the attestation service", async () => {
  const service = openEas(chain, eas);
  expect(await readSchema(chain, service, computeSchemaUid(ignited.resolver!))).toBe(ATTESTATION_SCHEMA);
});

test("resumes from its journal and deploys nothing twice", async () => {
  const before = await sent();
  const options = { roles: await someRoles(), powers: DEVELOPMENT_POWERS };
  expect(await deployByIgnition(chain, CIRCUITS, { ...options, eas, journal })).toEqual(ignited);
  expect(await sent()).toBe(before);
});

test("does not take over the journal of other keys", async () => {
  const swapped = [{ ...LARGE, keyWords: SMALL.keyWords, circuitId: SMALL.circuitId }, SMALL];
  const again = deployByIgnition(chain, swapped, {
    roles: await someRoles(),
    powers: DEVELOPMENT_POWERS,
    eas,
    journal,
  });
  await expect(again).rejects.toMatchObject({ code: "chain/ignition-failed" });
});

test("refuses a development key on a chain that is not local, before anything is sent", async () => {
  const elsewhere = await startAnvil(["--chain-id", "11155111"]);
  const there = await openChain({ rpc: elsewhere.url, keyFile: await keyFile(folder.path) });
  try {
    await expect(deployByIgnition(there, CIRCUITS)).rejects.toMatchObject({ code: "chain/development-key" });
    const ceremony = CIRCUITS.map((circuit) => ({ ...circuit, setup: "ceremony" as const }));
    const withPowers = deployByIgnition(there, ceremony, { powers: DEVELOPMENT_POWERS });
    await expect(withPowers).rejects.toMatchObject({ code: "chain/development-powers" });
    expect(await there.provider.getBlockNumber()).toBe(0);
  } finally {
    await there.close();
    await elsewhere.stop();
  }
});

test("does not return a deployment whose keys differ from the circuits'", async () => {
  const mixed = [LARGE, { ...SMALL, keyWords: simulatedCircuit({ ...TRAPDOOR, alpha: 19n }).keyWords }];
  await expect(deployByIgnition(chain, mixed)).rejects.toMatchObject({ code: "chain/deployment-differs" });
});
