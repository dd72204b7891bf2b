import { pageFiles, policyOfPage, servedText } from "../../../prover/cli/explore/files.ts";
import { serveSite } from "../../../prover/cli/explore/server.ts";
import type { RegistrySnapshot } from "../../../prover/registry.ts";
import type { Chain } from "../../../prover/rpc/connection.ts";
import { buildWeb } from "../../../scripts/web/build.ts";

/** The page alone decides what it may ask, as on a file server. */
const NO_POLICY = "frame-ancestors 'none'";

/** What the page finds beside it. `nodes`: addresses, or names of the nodes that the site passes requests on to. */
type Beside = { snapshot: RegistrySnapshot; nodes?: readonly string[]; lists?: string };

/** `policy`: what the server adds to the page's own. `files`: more of them. */
type SiteOptions = { policy?: "none" | "as explore"; files?: readonly ReturnType<typeof servedText>[] };

/** The built page on a server of its own. `put` changes what is beside it. */
export type Site = { url: string; put(beside: Beside): void; stop(): void };

/** @param passedOn nodes that are asked through the site, by their names */
export async function openSite(
  beside: Beside,
  passedOn: Readonly<Record<string, Chain>> = {},
  { policy = "none", files: more = [] }: SiteOptions = {},
): Promise<Site> {
  await buildWeb();
  const files = new Map(await pageFiles(more));
  const put = ({ snapshot, nodes = [], ...rest }: Beside) => {
    const config = { format: "disjoint/registry-page/v1", snapshot: "snapshot.json", nodes, ...rest };
    for (const [name, value] of Object.entries({ "config.json": config, "snapshot.json": snapshot }))
      files.set(...servedText(name, JSON.stringify(value)));
  };
  put(beside);
  const nodes = new Map(Object.entries(passedOn).map(([name, chain]) => [`/${name}`, chain]));
  const { url, server } = await serveSite({ files, nodes, policy: policy === "none" ? NO_POLICY : policyOfPage() }, 0);
  return { url, put, stop: () => void server.close() };
}
