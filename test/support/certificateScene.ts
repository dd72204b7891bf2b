import { join } from "node:path";
import { atEpoch } from "../../prover/blocklist/epoch.ts";
import { type ListTerms, writeBlocklist } from "../../prover/blocklist/list.ts";
import { circomlibPoseidon } from "../../prover/shared/poseidon.ts";
import { temporaryFolder } from "./chain.ts";
import { openPackScene } from "./packScene.ts";
import { entryOf } from "./shard.ts";

/** The works of the list, by their number: twenty, on two pages. */
export const workOf = (i: number): string => `a work with number ${i}`;

/** A published list with its files, and the pack of a release on a real chain that excludes all of its entries. */
export async function openCertificateScene() {
  const folder = await temporaryFolder();
  const lists = join(folder.path, "lists");
  const entries = Array.from({ length: 20 }, (_, i) => entryOf(workOf(i)));
  const terms: ListTerms = { name: "opt-out", scheme: "sha256", pageSize: 16, confidential: false };
  const list = await writeBlocklist(join(lists, "opt-out"), terms, entries, await circomlibPoseidon());
  const scene = await openPackScene([2, 2], atEpoch(list, 1));
  const close = async () => {
    await scene.close();
    await folder.remove();
  };
  return { ...scene, lists, close };
}

export type CertificateScene = Awaited<ReturnType<typeof openCertificateScene>>;
