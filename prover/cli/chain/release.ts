import { readRelease, registerRelease } from "../../chain/releases/release.ts";
import { type Command, exactly } from "../command.ts";
import { WHERE, WHERE_OPTIONS, withDeployment } from "./where.ts";

export const releaseCommand: Command = {
  name: "chain release",
  summary: "Register a model version: its weights' digest, its shards, what it was made from",
  usage: `RELEASE_JSON ${WHERE}`,
  options: WHERE_OPTIONS,
  run: async ({ positionals, values, onProgress }) => {
    const [path] = exactly(positionals, ["RELEASE_JSON"]);
    return withDeployment(values, async (chain, deployment) => {
      const json = await registerRelease(chain, deployment, await readRelease(path), { onProgress });
      return { verdict: true, json, text: `release ${json.release}` };
    });
  },
};
