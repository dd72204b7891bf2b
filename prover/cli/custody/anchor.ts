import { anchorRoot, deployAnchors } from "../../chain/releases/anchors.ts";
import { toIsoTime } from "../../registry/describe.ts";
import { usageError } from "../../shared/errors.ts";
import { addressIn, releaseIdIn, withDeployment } from "../chain/where.ts";
import type { Run } from "../commands/definition.ts";
import { exactly } from "../values.ts";

export const runDeployAnchors: Run = async ({ positionals, values }) => {
  exactly(positionals, []);
  return withDeployment(values, async (chain, deployment) => {
    const anchors = await deployAnchors(chain, deployment);
    return { verdict: true, json: { anchors }, text: `anchors ${anchors}` };
  });
};

export const runOutputAnchor: Run = async ({ positionals, values }) => {
  const [root] = exactly(positionals, ["ROOT"]);
  if (!/^[0-9a-f]{64}$/.test(root))
    throw usageError("cli/arguments", `${root} is not a root`, "Pass the root that `disjoint output batch` printed.");
  const release = releaseIdIn(values);
  const anchors = addressIn(values, "anchors");
  return withDeployment(values, async (chain) => {
    const { time, transaction } = await anchorRoot(chain, anchors, release, root);
    const how = transaction === undefined ? "was anchored before" : `is anchored by ${transaction.hash}`;
    return {
      verdict: true,
      json: { root, release, time, transaction: transaction?.hash ?? null, gasUsed: transaction?.gasUsed ?? null },
      text: `${root}=${time}\n${how}, at ${toIsoTime(time)}`,
    };
  });
};
