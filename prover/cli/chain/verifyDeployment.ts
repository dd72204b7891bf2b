import { examineDeployment } from "../../chain/deployment/verify.ts";
import type { Run } from "../commands/definition.ts";
import { exactly } from "../values.ts";
import { circuitsToDeploy } from "./circuits.ts";
import { withDeployment } from "./where.ts";

export const runVerifyDeployment: Run = async ({ positionals, values }) => {
  exactly(positionals, []);
  const circuits = await circuitsToDeploy(values);
  return withDeployment(values, async (chain, deployment) => {
    const { roles, faults } = await examineDeployment(chain, deployment, circuits);
    const { chainId } = deployment;
    const verdict = faults.length === 0;
    const who = `${personOf("owner", roles.owner)}, delay ${roles.delay} s, ${personOf("guardian", roles.guardian)}`;
    const text = verdict ? `as it should be on chain ${chainId}: ${who}` : faults.join("\n");
    return { verdict, json: { chainId, roles, faults, verdict }, text };
  });
};

/** Who has a role. A contract has the zero address where nobody has it. */
const personOf = (role: string, address: string): string =>
  BigInt(address) === 0n ? `no ${role}` : `${role} ${address}`;
