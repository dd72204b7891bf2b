import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { appendAll } from "../shared/collections.ts";
import { COVERAGE, type ShardCoverage } from "../shared/coverage.ts";
import type { CrowdedRecords } from "../shared/crowds.ts";
import { readDocument } from "../shared/document.ts";
import { DisjointError } from "../shared/errors.ts";
import { sha256, writeFileAtomic } from "../shared/files.ts";
import { parseJson, stringifyJson } from "../shared/json.ts";
import { findSources } from "../source/walk.ts";
import { commitSplit, isShard } from "./commit.ts";
import { countKeys } from "./countKeys.ts";
import { coverageOf, skippedOf } from "./reading/coverage.ts";
import { Journal } from "./reading/journal.ts";
import { type CommitOptions, configOf } from "./reading/options.ts";
import type { ReadConfig } from "./reading/readPart.ts";
import { readSources } from "./reading/readSources.ts";
import { type SplitSources, splitSources } from "./reading/split.ts";
import { blocksOf, countPairs } from "./reading/summary.ts";
import { type Base, readBases } from "./shard/base.ts";
import { crowdedRecords } from "./shard/crowds.ts";
import type { Manifest } from "./shard/manifest.ts";
import { readManifest } from "./shard/readShard.ts";
import { prepareFolder } from "./shard/writeLocations.ts";
import { memoryOf } from "./sort/memory.ts";

/** `folder`: where the layers and their list are; `cache`: as for a commit, but required. */
export type LayersOptions = Omit<CommitOptions, "out" | "bases" | "cache"> & { folder: string; cache: string };

/** A committed shard that is part of a larger one. */
export type Layer = { folder: string; manifest: Manifest };

/**
 * All layers of a shard, what of the current sources is compared and what is not, the names of files not read, and the
 * records that make a layer's tree unusually deep.
 */
export type Layers = { layers: Layer[]; coverage: ShardCoverage; passedOver: string[]; crowds: CrowdedRecords[] };

/** Each layer is a shard to prove about: beyond this number, all but the largest are committed again as one. */
const MAX_LAYERS = 8;

const LAYERS_FILE = "layers.json";
/** The first version, of an older reader, does not say what was compared; its sources count as unread. */
const LAYERS_FORMATS = ["disjoint/layers/v1", "disjoint/layers/v2"] as const;

/**
 * The layers that cover what was read, by their folders' names, the identity of all that was read, what was compared,
 * and, if they are committed to by accumulators, the id of the powers of tau.
 */
type LayerSet = { sources: string; layers: string[]; coverage?: ShardCoverage; powers?: string };

type Old = Base & { name: string };

/**
 * Commits sources in layers: shards whose keys together are exactly the keys of the sources, so that what is proved of
 * every layer is proved of everything that the sources hold now. A layer is kept as long as all of its keys are still
 * in the sources, and dropped once any of them is gone. Keys that no kept layer has are committed as one further layer.
 * No folder is removed, because an earlier release may depend on it.
 *
 * After a kill the same call ends in the same layers: their list is written last.
 *
 * @throws as `commitShard`; data `commitment/invalid` when the list of layers is damaged
 */
export async function commitLayers(options: LayersOptions): Promise<Layers> {
  const { folder, cache } = options;
  const config = configOf(options);
  const found = await findSources(options.sources);
  await prepareFolder(folder);
  const journal = new Journal(cache);
  try {
    const cut = await splitSources(found, config, journal);
    const known = await readLayerSet(folder);
    const passedOver = cut.passedOver.map(({ name }) => name);
    if (known.sources === cut.id && known.coverage && known.powers === options.powers?.id)
      return { ...(await layersOf(folder, known.layers)), coverage: known.coverage, passedOver };
    const old = await readMatchingLayers(options, known.layers, config);
    const { kept, isWhole } = await retainLayers(options, config, cut, journal, old);
    const layers = kept.map(({ name }) => name);
    if (!isWhole) layers.push(await addLayer(options, config, cut, journal, kept));
    const read = await readSources(cut, config, journal, memoryOf(options), options);
    const coverage = coverageOf(config, read, skippedOf(cut, read));
    const powers = options.powers && { powers: options.powers.id };
    const cover = { format: LAYERS_FORMATS[1], sources: cut.id, ...powers, layers, coverage };
    await writeFileAtomic(join(folder, LAYERS_FILE), stringifyJson(cover, 2));
    return { ...(await layersOf(folder, layers)), coverage, passedOver };
  } finally {
    journal.close();
  }
}

/** The layers that hold only keys of the sources, and whether they hold all of these. */
async function retainLayers(
  options: LayersOptions,
  config: ReadConfig,
  cut: SplitSources,
  journal: Journal,
  old: readonly Old[],
): Promise<{ kept: readonly Old[]; isWhole: boolean }> {
  if (old.length === 0) return { kept: [], isWhole: false };
  const memory = memoryOf(options);
  const read = await readSources(cut, config, journal, memory, options);
  const pairs = { folder: options.folder, blocks: blocksOf(read, journal), count: countPairs(read), memory };
  const { keys, inBase } = countKeys(pairs, old);
  const kept = old.filter((layer, i) => inBase[i] === layer.count);
  // Layers have no key in common, so their sizes add up.
  const isWhole = kept.reduce((sum, layer) => sum + layer.count, 0) === keys;
  if (isWhole || kept.length < MAX_LAYERS) return { kept, isWhole };
  return { kept: [kept.reduce((most, layer) => (layer.count > most.count ? layer : most))], isWhole: false };
}

/** A layer's folder is named by its content, so that a layer that was complete before a kill is found again. */
async function addLayer(
  { folder, cache: _, ...options }: LayersOptions,
  config: ReadConfig,
  cut: SplitSources,
  journal: Journal,
  kept: readonly Old[],
): Promise<string> {
  const kind = options.powers === undefined ? [] : [options.powers.id];
  const name = sha256(stringifyJson([cut.id, kept.map(({ commitment }) => commitment), ...kind])).slice(0, 16);
  const out = join(folder, name);
  if (await isShard(out)) return name;
  await prepareFolder(out);
  await commitSplit({ ...options, out }, config, cut, [...kept], journal);
  return name;
}

/** The layers that were fingerprinted, and committed to, with the current options. */
async function readMatchingLayers(
  { folder, powers }: LayersOptions,
  names: readonly string[],
  { schemes }: ReadConfig,
): Promise<Old[]> {
  const found: Old[] = [];
  for (const name of names)
    try {
      for (const base of await readBases([join(folder, name)], schemes))
        if (base.powers === powers?.id) found.push({ ...base, name });
    } catch (error) {
      if (!(error instanceof DisjointError) || error.code !== "commitment/other-schemes") throw error;
    }
  return found;
}

async function readLayerSet(folder: string): Promise<LayerSet> {
  const path = join(folder, LAYERS_FILE);
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined) return { sources: "", layers: [] };
  return readDocument(
    path,
    "commitment/invalid",
    "Remove the file: the sources are then committed again.",
    (reader) => {
      const document = parseJson(bytes, path);
      const isOld = (document as { format?: unknown } | null)?.format === LAYERS_FORMATS[0];
      const hasPowers = Object.hasOwn(Object(document), "powers");
      const names = ["format", "sources", "layers", ...(isOld ? [] : ["coverage"]), ...(hasPowers ? ["powers"] : [])];
      const { format, sources, layers, coverage, powers } = reader.object(document, "$", names);
      reader.literal(format as string, "$.format", LAYERS_FORMATS[isOld ? 0 : 1]);
      return {
        sources: reader.text(sources, "$.sources", /^[0-9a-f]{64}$/, "a SHA-256"),
        layers: reader
          .array(layers, "$.layers")
          .map((name, i) => reader.text(name, `$.layers[${i}]`, /^[0-9a-f]{16}$/, "a layer's name")),
        ...(isOld ? {} : { coverage: COVERAGE.read(reader, coverage, "$.coverage") }),
        ...(hasPowers ? { powers: reader.text(powers, "$.powers", /^0x[0-9a-f]{64}$/, "an id of powers of tau") } : {}),
      };
    },
  );
}

async function layersOf(folder: string, names: readonly string[]): Promise<Pick<Layers, "layers" | "crowds">> {
  const layers: Layer[] = [];
  const crowds: CrowdedRecords[] = [];
  for (const place of names.map((name) => join(folder, name))) {
    const manifest = await readManifest(place);
    layers.push({ folder: place, manifest });
    appendAll(crowds, await crowdedRecords(place, manifest));
  }
  return { layers, crowds };
}
