import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Blocklist } from "../../prover/blocklist/list.ts";
import { readRegistry } from "../../prover/chain/indexer/snapshot.ts";
import { makeEvidence } from "../../prover/evidence/make.ts";
import { openRegistry } from "../../prover/registry.ts";
import { openChain } from "../../prover/rpc/connection.ts";
import { startAnvil } from "./anvil.ts";
import { keyFile, temporaryFolder } from "./chain.ts";
import { evidenceScene, onChain, withSteps } from "./evidence.ts";

/**
 * A pack of a release that a real chain has, with signed steps, and the registry of that chain.
 *
 * @param pages of each of the two lists; there are two shards, and a proof for every page of each
 * @param list in place of the first list
 */
export async function openPackScene(pages: readonly number[] = [2, 2], list?: Blocklist & { document: string }) {
  const folder = await temporaryFolder();
  const anvil = await startAnvil();
  const at = (name: string) => join(folder.path, name);
  const chain = await openChain({
    rpc: anvil.url,
    keyFile: await keyFile(folder.path),
    polling: { pollingInterval: 5 },
  });
  const own = list && {
    name: list.name,
    digests: list.pages.map(({ digest }) => digest),
    root: new TextEncoder().encode(list.document),
  };
  const scene = await withSteps(await evidenceScene(folder.path, pages, own));
  const { deployment, document, subjects } = await onChain(chain, scene);
  await writeFile(at("DEPLOYMENT.json"), JSON.stringify(deployment));
  const parts = { ...scene.parts, chain: document };
  const { archive } = await makeEvidence(parts, { keyPath: scene.keyPath, out: at("out") });
  return {
    at,
    anvil,
    chain,
    scene,
    registry: openRegistry(await readRegistry(chain, deployment)),
    release: subjects.release,
    archive,
    pack: Uint8Array.from(await readFile(archive)),
    async close() {
      await chain.close();
      await anvil.stop();
      await folder.remove();
    },
  };
}

export type PackScene = Awaited<ReturnType<typeof openPackScene>>;
