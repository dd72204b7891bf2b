import { dirname, isAbsolute, join } from "node:path";
import { CIRCUIT_CHOICES } from "../../shared/circuit.ts";
import type { DocumentReader } from "../../shared/document.ts";
import { isRemote } from "../../source/storage/remote.ts";
import { type BlocklistConfig, CONFIG_FORMATS, type Config, type Policy, type WeightsSource } from "./config.ts";
import { type Context, flag, line, oneOf, size, some, UNDECIDED } from "./fields.ts";
import { readChain } from "./readChain.ts";
import { readShard } from "./readShard.ts";

const NEEDED = ["format", "vendor", "model", "shards", "blocklists", "chain", "signingKey", "output"];
const FURTHER = ["$schema", "policy", "cache", "memory", "circuits", "tellCounts"];

/** A configuration, and the fields that a person still has to decide. It may be used only if there are none. */
type ReadConfig = { config: Config; undecided: string[] };

/**
 * Validates a configuration.
 *
 * @param file the configuration's file, absolute: paths are relative to its folder
 */
export function readConfig(reader: DocumentReader, value: unknown, file: string): ReadConfig {
  const path = (given: unknown, at: string): string => {
    const text = reader.text(given, at, /^[^\0]+$/, "a path");
    return isRemote(text) || isAbsolute(text) ? text : join(dirname(file), text);
  };
  const undecided: string[] = [];
  const isUndecided = (given: unknown, at: string) => given === UNDECIDED && undecided.push(at) > 0;
  const isFirst = isFirstVersion(value);
  const since2 = (...names: string[]) => (isFirst ? [] : names);
  const context = { reader, path, since2, isUndecided };
  const artifacts = isFirst ? "artefacts" : "artifacts";
  const root = reader.object(value, "$", NEEDED, [...FURTHER, artifacts, ...since2("powers")]);
  reader.literal(root.format as string, "$.format", CONFIG_FORMATS[isFirst ? 0 : 1]);
  const output = path(root.output, "$.output");
  const shards = some(reader, root.shards, "$.shards", (each, at) => readShard(context, each, at));
  const names = new Set<string>();
  for (const [i, { name }] of shards.entries()) {
    if (names.has(name)) reader.refuse(`$.shards[${i}].name`, `is the name of another shard as well: ${name}`);
    names.add(name);
  }
  const config = {
    vendor: line(reader, root.vendor, "$.vendor"),
    model: readModel(context, root.model),
    shards,
    blocklists: some(reader, root.blocklists, "$.blocklists", (each, at) => readBlocklist(context, each, at)),
    policy: readPolicy(reader, root.policy ?? {}),
    chain: readChain(context, root.chain, isFirst ? "witness" : "verifyRpc"),
    signingKey: path(root.signingKey, "$.signingKey"),
    output,
    circuits: oneOf(reader, root.circuits ?? "uniform", "$.circuits", CIRCUIT_CHOICES),
    tellCounts: flag(reader, root.tellCounts ?? false, "$.tellCounts"),
    cache: root.cache === undefined ? join(output, "cache") : path(root.cache, "$.cache"),
    ...(root.memory === undefined ? {} : { memoryBytes: size(reader, root.memory, "$.memory") }),
    ...(root[artifacts] === undefined ? {} : { artifacts: path(root[artifacts], `$.${artifacts}`) }),
    ...(root.powers === undefined ? {} : { powers: path(root.powers, "$.powers") }),
  };
  return { config, undecided };
}

/** Whether a document is of the first version. */
export const isFirstVersion = (document: unknown): boolean =>
  (document as { format?: unknown } | null)?.format === CONFIG_FORMATS[0];

function readModel({ reader, path }: Context, value: unknown): Config["model"] {
  const model = reader.object(value, "$.model", ["name", "weights", "terms"], ["parents"]);
  return {
    name: line(reader, model.name, "$.model.name"),
    weights: readWeights(reader, path, model.weights),
    parents: reader
      .array(model.parents ?? [], "$.model.parents")
      .map((id, i) => reader.text(id, `$.model.parents[${i}]`, /^0x[0-9a-f]{64}$/, "a release id")),
    terms: line(reader, model.terms, "$.model.terms"),
  };
}

function readWeights(reader: DocumentReader, path: Context["path"], value: unknown): WeightsSource {
  const given = reader.object(value, "$.model.weights", [], ["sha256", "file", "modelSigning"]);
  const kinds = Object.keys(given);
  if (kinds.length !== 1)
    reader.refuse("$.model.weights", `has ${kinds.length} of sha256, file and modelSigning, not one`);
  const digest = (name: string) =>
    reader.text(given[name], `$.model.weights.${name}`, /^[0-9a-f]{64}$/, "a SHA-256 in lower-case hex");
  if (given.file !== undefined) return { file: path(given.file, "$.model.weights.file") };
  return given.modelSigning === undefined ? { sha256: digest("sha256") } : { modelSigning: digest("modelSigning") };
}

function readBlocklist({ reader, path }: Context, value: unknown, at: string): BlocklistConfig {
  const list = reader.object(value, at, ["folder"], ["list", "publish", "uri"]);
  const publish = flag(reader, list.publish ?? false, `${at}.publish`);
  if (publish && list.list !== undefined)
    reader.refuse(`${at}.list`, "is given for a list to publish, which gets its own");
  return {
    folder: path(list.folder, `${at}.folder`),
    publish,
    ...(list.list === undefined
      ? {}
      : { list: reader.text(list.list, `${at}.list`, /^0x[0-9a-f]{64}$/, "a list's id") }),
    uri: list.uri === undefined ? "" : line(reader, list.uri, `${at}.uri`),
  };
}

function readPolicy(reader: DocumentReader, value: unknown): Policy {
  const policy = reader.object(value, "$.policy", [], ["lists", "minimumEpoch", "maximumLag"]);
  const count = (given: unknown, name: string, fallback: number) =>
    reader.integer(given ?? fallback, `$.policy.${name}`, 0, 2 ** 32 - 1);
  return {
    lists: reader
      .array(policy.lists ?? [], "$.policy.lists")
      .map((name, i) => line(reader, name, `$.policy.lists[${i}]`)),
    minimumEpoch: count(policy.minimumEpoch, "minimumEpoch", 1),
    maximumLag: count(policy.maximumLag, "maximumLag", 0),
  };
}
