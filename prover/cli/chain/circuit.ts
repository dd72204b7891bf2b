import { type LedgerCircuits, readCircuits } from "../../chain/deployment/circuits.ts";
import type { CircuitToDeploy } from "../../chain/deployment/deploy.ts";
import type { DeployedCircuit, Deployment } from "../../chain/deployment/document.ts";
import {
  admitCircuit,
  pauseCircuit,
  proposeCircuit,
  revokeCircuit,
  withdrawCircuit,
} from "../../chain/deployment/governance.ts";
import { WHOLE_LISTS } from "../../chain/deployment/powers.ts";
import { toIsoTime } from "../../registry/describe.ts";
import type { Chain } from "../../rpc/connection.ts";
import { artifactError, usageError } from "../../shared/errors.ts";
import { writeFileAtomic } from "../../shared/files.ts";
import { type CircuitId, toCircuitId } from "../../shared/ids.ts";
import { stringifyJson } from "../../shared/json.ts";
import type { Run, Values } from "../commands/definition.ts";
import { exactly, required } from "../values.ts";
import { circuitsToDeploy } from "./circuits.ts";
import { deploymentPath, withDeployment } from "./where.ts";

export const runShow: Run = async ({ positionals, values }) => {
  exactly(positionals, []);
  const installed = await circuitsToDeploy(values);
  return withDeployment(values, async (chain, deployment) => {
    const candidates = installed.map(({ circuitId }) => circuitId);
    const json = await readCircuits(chain, deployment, candidates);
    const names = new Map(installed.map(({ circuitId, name }) => [circuitId, name]));
    return { verdict: true, json, text: lines(json, names).join("\n") };
  });
};

export const runPropose: Run = async ({ positionals, values }) =>
  withInstalled(positionals, values, async (chain, deployment, circuit) => {
    const { admissibleAt, transactions } = await proposeCircuit(chain, deployment, circuit);
    const text = admissibleAt === null ? "admitted already" : `may be admitted from ${toIsoTime(admissibleAt)} on`;
    return { verdict: true, json: { circuit: circuit.circuitId, admissibleAt, transactions }, text };
  });

export const runWithdraw: Run = async ({ positionals, values }) => {
  const circuit = circuitIdIn(positionals);
  return withDeployment(values, async (chain, deployment) => {
    const transactions = await withdrawCircuit(chain, deployment, circuit);
    return { verdict: true, json: { circuit, transactions }, text: `circuit ${circuit} is not proposed` };
  });
};

export const runAdmit: Run = async ({ positionals, values }) =>
  withInstalled(positionals, values, async (chain, deployment, known) => {
    const { circuit, transactions } = await admitCircuit(chain, deployment, known);
    const file = deploymentPath(values, chain);
    await writeFileAtomic(file, stringifyJson(withCircuit(deployment, circuit), 2));
    const text = `the ledger takes proofs of circuit ${circuit.circuitId}\n${file}`;
    return { verdict: true, json: { circuit, transactions, file }, text };
  });

const lower =
  (status: "paused" | "revoked", send: typeof pauseCircuit): Run =>
  async ({ positionals, values }) => {
    const circuit = circuitIdIn(positionals);
    const reason = required(values, "reason");
    return withDeployment(values, async (chain, deployment) => {
      const transactions = await send(chain, deployment, circuit, reason);
      return { verdict: true, json: { circuit, status, transactions }, text: `circuit ${circuit} is ${status}` };
    });
  };

export const runPause = lower("paused", pauseCircuit);

export const runRevoke = lower("revoked", revokeCircuit);

/** A deployment that names a circuit, once. */
const withCircuit = ({ circuits, ...rest }: Deployment, circuit: DeployedCircuit): Deployment => ({
  ...rest,
  circuits: [...circuits.filter(({ circuitId }) => circuitId !== circuit.circuitId), circuit],
});

/** With the circuit of the one id that is named, which must be installed: its key is what is deployed or compared. */
async function withInstalled<T>(
  positionals: string[],
  values: Values,
  use: (chain: Chain, deployment: Deployment, circuit: CircuitToDeploy) => Promise<T>,
): Promise<T> {
  const wanted = circuitIdIn(positionals);
  const circuit = (await circuitsToDeploy(values)).find(({ circuitId }) => circuitId === wanted);
  if (circuit !== undefined) return withDeployment(values, (chain, deployment) => use(chain, deployment, circuit));
  throw artifactError(
    "setup/no-artifacts",
    `circuit ${wanted} is not among the installed ones`,
    "Install its artifacts, or name their folder with --artifacts.",
  );
}

function circuitIdIn(positionals: string[]): CircuitId {
  const [text] = exactly(positionals, ["CIRCUIT_ID"]) as [string];
  if (/^0x[0-9a-f]{64}$/.test(text)) return toCircuitId(text);
  throw usageError("cli/bad-option", `${text} is not a circuit id`, "`disjoint chain circuit show` lists them.");
}

function lines({ roles, circuits, proposals }: LedgerCircuits, names: ReadonlyMap<string, string>): string[] {
  const called = (circuitId: string) => `${circuitId} ${names.get(circuitId) ?? "(not installed)"}`;
  const isNobody = (address: string) => BigInt(address) === 0n;
  return [
    isNobody(roles.owner)
      ? "nobody may propose circuits"
      : `owner ${roles.owner} may propose circuits, admitted after ${roles.delay} s`,
    isNobody(roles.guardian) ? "nobody may pause circuits" : `guardian ${roles.guardian} may pause or revoke them`,
    ...circuits.map(
      ({ circuitId, status, entries }) =>
        `${status.padEnd(10)} ${called(circuitId)}, ${entries === WHOLE_LISTS ? "whole lists" : `${entries} entries`}`,
    ),
    ...proposals.map(
      ({ circuitId, admissibleAt }) => `proposed   ${called(circuitId)}, from ${toIsoTime(admissibleAt)} on`,
    ),
  ];
}
