import { readRelease, registerRelease } from "../../chain/releases/release.ts";
import type { Run } from "../commands/definition.ts";
import { exactly } from "../values.ts";
import { withDeployment } from "./where.ts";

export const runRegister: Run = async ({ positionals, values, onProgress }) => {
  const [path] = exactly(positionals, ["RELEASE_JSON"]);
  return withDeployment(values, async (chain, deployment) => {
    const json = await registerRelease(chain, deployment, await readRelease(path), { onProgress });
    return { verdict: true, json, text: `release ${json.release}` };
  });
};
