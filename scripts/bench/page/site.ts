/** The page as `disjoint explore` serves it, with a snapshot that is given. */
import { pageFiles, policyOfPage, servedText } from "../../../prover/cli/explore/files.ts";
import { serveSite } from "../../../prover/cli/explore/server.ts";
import type { RegistrySnapshot } from "../../../prover/registry.ts";
import type { Chain } from "../../../prover/rpc/connection.ts";

/** @param chain what the page compares the snapshot with, if anything */
export async function servePage<T>(
  snapshot: RegistrySnapshot,
  use: (url: string) => Promise<T>,
  chain?: Chain,
): Promise<T> {
  const nodes = chain === undefined ? [] : ["rpc"];
  const config = { format: "disjoint/registry-page/v1", snapshot: "snapshot.json", nodes };
  const files = await pageFiles([
    servedText("config.json", JSON.stringify(config)),
    servedText("snapshot.json", JSON.stringify(snapshot)),
  ]);
  const asked = new Map(chain === undefined ? [] : [["/rpc", chain]]);
  const { url, server } = await serveSite({ files, nodes: asked, policy: policyOfPage() }, 0);
  try {
    return await use(url);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
