import { dirname, isAbsolute, join } from "node:path";
import type { FleetConfig } from "../../fleet/coordinator/fleet.ts";
import type { DocumentReader } from "../../shared/document.ts";
import { isRemote } from "../../source/storage/remote.ts";
import type { ChainDocument } from "./chainShape.ts";
import { type ChainConfig, CONFIG_FORMATS, type Config, type ShardConfig } from "./config.ts";
import { UNDECIDED } from "./fields.ts";
import { CONFIG_SHAPES, type ConfigDocument } from "./shape.ts";
import type { ShardDocument } from "./shardShape.ts";

/** A configuration, and the fields that a person still has to decide. It may be used only if there are none. */
type ReadConfig = { config: Config; undecided: string[] };

/** Makes a path absolute. */
type Resolve = (path: string) => string;

/**
 * Validates a configuration, and fills in what it leaves out.
 *
 * @param file the configuration's file, absolute: paths are relative to its folder
 */
export function readConfig(reader: DocumentReader, value: unknown, file: string): ReadConfig {
  const document: ConfigDocument = CONFIG_SHAPES[versionOf(value)].read(reader, value, "$");
  const resolve: Resolve = (path) => (isRemote(path) || isAbsolute(path) ? path : join(dirname(file), path));
  return { config: configOf(document, resolve), undecided: document.shards.flatMap(undecidedOf) };
}

/** The version of a document. */
export const versionOf = (document: unknown): 1 | 2 =>
  (document as { format?: unknown } | null)?.format === CONFIG_FORMATS[0] ? 1 : 2;

function configOf(document: ConfigDocument, resolve: Resolve): Config {
  const { model, policy, memory, artifacts, powers, fleet } = document;
  const output = resolve(document.output);
  return {
    vendor: document.vendor,
    model: {
      ...model,
      weights: "file" in model.weights ? { file: resolve(model.weights.file) } : model.weights,
      parents: model.parents ?? [],
    },
    shards: document.shards.map((shard) => shardOf(shard, resolve)),
    blocklists: document.blocklists.map(({ folder, publish = false, uri = "", ...list }) => ({
      ...list,
      folder: resolve(folder),
      publish,
      uri,
    })),
    policy: { lists: [], minimumEpoch: 1, maximumLag: 0, ...policy },
    chain: chainOf(document.chain, resolve),
    signingKey: resolve(document.signingKey),
    output,
    circuits: document.circuits ?? "uniform",
    tellCounts: document.tellCounts ?? false,
    cache: document.cache === undefined ? join(output, "cache") : resolve(document.cache),
    ...(memory !== undefined && { memoryBytes: memory }),
    ...(artifacts !== undefined && { artifacts: resolve(artifacts) }),
    ...(powers !== undefined && { powers: resolve(powers) }),
    ...(fleet !== undefined && { fleet: fleetOf(fleet, resolve) }),
  };
}

function shardOf({ name, sources, schemes, limits = {}, ...others }: ShardDocument, resolve: Resolve): ShardConfig {
  const { row, expanded, ratio } = limits;
  return {
    name,
    sources: sources.map(({ path, format, ...source }) => ({
      ...source,
      path: resolve(path),
      ...(format !== undefined && format !== UNDECIDED && { format }),
    })),
    schemes: schemes === UNDECIDED ? [] : schemes,
    commitment: "merkle",
    onBadRow: "error",
    onBadFile: "error",
    ...others,
    limits: {
      ...(row !== undefined && { rowBytes: row }),
      ...(expanded !== undefined && { expandedBytes: expanded }),
      ...(ratio !== undefined && { ratio }),
    },
  };
}

/** The fields of a shard that a person still has to decide. */
function undecidedOf({ sources, schemes }: ShardDocument, i: number): string[] {
  const formats = sources.flatMap(({ format }, j) =>
    format === UNDECIDED ? [`$.shards[${i}].sources[${j}].format`] : [],
  );
  return [...formats, ...(schemes === UNDECIDED ? [`$.shards[${i}].schemes`] : [])];
}

function chainOf(chain: ChainDocument, resolve: Resolve): ChainConfig {
  const { confirmations = 0 } = chain;
  if ("state" in chain) {
    const state = resolve(chain.state);
    const { deployment } = chain;
    return {
      state,
      deployment: deployment === undefined ? join(state, "deployment-31337.json") : resolve(deployment),
      confirmations,
    };
  }
  const { rpc, verifyRpc, signer } = chain;
  return {
    ...chain,
    rpc: withFile(rpc, resolve),
    ...(verifyRpc !== undefined && { verifyRpc: withFile(verifyRpc, resolve) }),
    deployment: resolve(chain.deployment),
    signer: signerOf(signer, resolve),
    confirmations,
  };
}

const fleetOf = ({ queue, storage, key }: NonNullable<ConfigDocument["fleet"]>, resolve: Resolve): FleetConfig => ({
  queue: withFile(queue, resolve),
  storage: resolve(storage),
  key: resolve(key),
});

const withFile = <T>(source: T | { file: string }, resolve: Resolve) =>
  typeof source === "object" && source !== null && "file" in source ? { file: resolve(source.file) } : source;

function signerOf(signer: Exclude<ChainDocument, { state: string }>["signer"], resolve: Resolve) {
  if ("secret" in signer) return signer;
  if ("keyFile" in signer) return { keyFile: resolve(signer.keyFile) };
  return { keystore: resolve(signer.keystore), passwordFile: resolve(signer.passwordFile) };
}
