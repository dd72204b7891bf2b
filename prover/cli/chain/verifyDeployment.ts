import { examineDeployment } from "../../chain/deployment/verify.ts";
import { type Command, exactly } from "../command.ts";
import { circuitsToDeploy } from "./circuits.ts";
import { WHERE, WHERE_OPTIONS, withDeployment } from "./where.ts";

export const verifyDeploymentCommand: Command = {
  name: "chain verify-deployment",
  summary:
    "Compare the code at each address with what this version compiles to, and the circuits with the artifact lock",
  usage: `[--artifacts DIR] ${WHERE}`,
  options: { ...WHERE_OPTIONS, artifacts: { type: "string" } },
  run: async ({ positionals, values }) => {
    exactly(positionals, []);
    const circuits = await circuitsToDeploy(values);
    return withDeployment(values, async (chain, deployment) => {
      const { roles, faults } = await examineDeployment(chain, deployment, circuits);
      const { chainId } = deployment;
      const verdict = faults.length === 0;
      const who = `owner ${roles.owner}, delay ${roles.delay} s, guardian ${roles.guardian}`;
      const text = verdict ? `as it should be on chain ${chainId}: ${who}` : faults.join("\n");
      return { verdict, json: { chainId, roles, faults, verdict }, text };
    });
  },
};
