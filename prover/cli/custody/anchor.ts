import { anchorRoot, requireAnchors } from "../../chain/releases/anchors.ts";
import { toIsoTime } from "../../registry/describe.ts";
import type { Chain } from "../../rpc/connection.ts";
import { usageError } from "../../shared/errors.ts";
import type { ReleaseId } from "../../shared/ids.ts";
import { runDeployOptional } from "../chain/optional.ts";
import { addressIn, releaseIdIn, withDeployment } from "../chain/where.ts";
import type { Run, Values } from "../commands/definition.ts";
import { exactly } from "../values.ts";

export const runDeployAnchors: Run = runDeployOptional("anchors");

export const runOutputAnchor: Run = async ({ positionals, values }) => {
  const [root] = exactly(positionals, ["ROOT"]);
  if (!/^[0-9a-f]{64}$/.test(root))
    throw usageError("cli/arguments", `${root} is not a root`, "Pass the root that `disjoint output batch` printed.");
  return withAnchors(values, async ({ chain, address, release }) => {
    const { time, transaction } = await anchorRoot(chain, address, release, root);
    const how = transaction === undefined ? "was anchored before" : `is anchored by ${transaction.hash}`;
    return {
      verdict: true,
      json: { root, release, time, transaction: transaction?.hash ?? null, gasUsed: transaction?.gasUsed ?? null },
      text: `${root}=${time}\n${how}, at ${toIsoTime(time)}`,
    };
  });
};

/** Where roots of a release are: the chain, the address of the contract, and the release. */
type AnchorPlace = { chain: Chain; address: string; release: ReleaseId };

/** Opens the chain that the options name, and checks that the contract there is the one that records roots. */
export async function withAnchors<T>(values: Values, use: (place: AnchorPlace) => Promise<T>): Promise<T> {
  const release = releaseIdIn(values);
  const address = addressIn(values, "anchors");
  return withDeployment(values, async (chain, deployment) => {
    await requireAnchors(chain, deployment, address);
    return use({ chain, address, release });
  });
}
