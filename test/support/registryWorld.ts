import { createHash } from "node:crypto";
import { publishEvidence } from "../../prover/chain/releases/evidence.ts";
import { cidOf, cidText, RAW } from "../../prover/evidence/cid.ts";
import { fillRegistry, openRegistryScene } from "./registryScene.ts";

/** When the world begins, in seconds since 1970: 2026-01-05. */
const BEGIN = 1_767_571_200;

const DAY = 86_400;

export const RELEASES = 40;

const MODELS = ["poet", "composer", "translator with a name as long as vendors like to make them", "sculptor"];

/** Leading pages that proofs exclude of five lists, in turn: clean, behind, never proved. */
const REACHED: readonly (readonly number[])[] = [
  [5, 3, 2, 1, 1],
  [3, 3, 0, 1, 0],
  [2, 0, 2, 0, 1],
  [0, 0, 0, 0, 0],
  [4, 1, 1, 1, 0],
];

const sha256Of = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The content identifier under which a release of the world has its evidence. */
export const evidenceOf = (place: number): string => cidText(cidOf(RAW, Buffer.from(`evidence ${place}`)));

/** 40 releases of four vendors against six lists, with evidence, parents and a history of some weeks. */
export async function openRegistryWorld() {
  const scene = await openRegistryScene(["--timestamp", String(BEGIN)]);
  const { lists, releases } = await fillRegistry(scene);
  const withPages = [lists.first, lists.second, lists.reviewed, lists.texts, lists.hostile];
  for (let place = releases.length; place < RELEASES; place++) {
    const by = place % 4;
    const commitment = BigInt(1000 + place);
    await scene.chain.provider.send("evm_increaseTime", [DAY]);
    const model = MODELS[place % MODELS.length]!;
    // Every fifth one is made from an earlier one, and every seventh has a shard of another besides its own.
    const release = await scene.register(by, model, `2.${place}`, place % 7 === 0 ? [commitment, 101n] : [commitment], {
      parents: place % 5 === 0 ? [releases[place - 3]!] : [],
      schemes: place % 3 === 0 ? ["sha256"] : ["sha256", "text"],
      terms: "https://example.org/terms",
      uri: `ipfs://${evidenceOf(1000 + place)}`,
      weights: sha256Of(`weights ${place}`),
    });
    releases.push(release);
    if (place % 4 === 0) await publishEvidence(scene.chains[by]!, scene.deployment, release, evidenceOf(place));
    for (const [i, count] of REACHED[place % REACHED.length]!.entries())
      if (count > 0) await scene.prove(withPages[i]!, commitment, 0, count);
  }
  return { ...scene, lists, releases };
}

export type RegistryWorld = Awaited<ReturnType<typeof openRegistryWorld>>;
