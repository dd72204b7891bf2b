import { readRegistry, toSnapshot } from "../../chain/indexer/snapshot.ts";
import { openBuiltIndex } from "../../chain/indexer/store.ts";
import { type ListAnswer, listLists, listReleases, listVendors, type ReleaseAnswer } from "../../registry/answers.ts";
import { describeBlock, describeList, describeState, describeSubject, toIsoTime } from "../../registry/describe.ts";
import { openRegistry, type Registry } from "../../registry/judge.ts";
import { dataError, usageError } from "../../shared/errors.ts";
import { count } from "../../shared/format.ts";
import { quotedNames } from "../../shared/names.ts";
import type { OnProgress } from "../../shared/progress.ts";
import type { Run, Values } from "../commands/definition.ts";
import type { Outcome } from "../outcome.ts";
import { exactly, optional } from "../values.ts";
import { addressIn, confirmationsIn, idIn, withDeployment } from "./where.ts";

/** The registry of an index database, or of the chain that the options name. */
export async function registryIn(values: Values, onProgress: OnProgress): Promise<Registry> {
  const file = optional(values, "index");
  if (file === undefined)
    return withDeployment(values, async (chain, deployment) =>
      openRegistry(await readRegistry(chain, deployment, { confirmations: confirmationsIn(values), onProgress })),
    );
  const others = ["rpc", "verify-rpc", "state", "deployment"];
  const other = others.find((name) => optional(values, name) !== undefined);
  if (other !== undefined)
    throw usageError("cli/bad-option", `--index and --${other} exclude each other`, "An index is read without a node.");
  const index = openBuiltIndex(file);
  try {
    return openRegistry(toSnapshot(index));
  } finally {
    index.close();
  }
}

export const runLists: Run = async ({ positionals, values, onProgress }) => {
  exactly(positionals, []);
  const registry = await registryIn(values, onProgress);
  const lists = listLists(registry);
  return toOutcome(registry, { lists }, count(lists.length, "list"), lists.map(linesOfList));
};

export const runReleases: Run = async ({ positionals, values, onProgress }) => {
  exactly(positionals, []);
  const filter = filterIn(values);
  const registry = await registryIn(values, onProgress);
  if (filter.staleAgainst !== undefined && !registry.lists.has(filter.staleAgainst))
    throw unknown(filter.staleAgainst, "list");
  const releases = listReleases(registry, filter);
  const isNarrow = filter.staleAgainst !== undefined;
  const lines = releases.map((release) => linesOfRelease(release, isNarrow));
  return toOutcome(registry, { releases }, count(releases.length, "release"), lines);
};

export const runVendors: Run = async ({ positionals, values, onProgress }) => {
  exactly(positionals, []);
  const registry = await registryIn(values, onProgress);
  const vendors = listVendors(registry);
  const lines = vendors.map(({ vendor, models, releases, shards, since }) => [
    `vendor ${vendor}: ${count(releases, "release")}${models.length === 0 ? "" : ` of ${quotedNames(models)}`}, ` +
      `${count(shards, "shard")}, since ${toIsoTime(since)}`,
  ]);
  return toOutcome(registry, { vendors }, count(vendors.length, "vendor"), lines);
};

/** Nothing in a registry has this id. */
export const unknown = (id: string, what: string) =>
  dataError(
    "registry/unknown",
    `the registry has no ${what} ${id}`,
    "Check the id, the chain and the deployment. `disjoint chain lists` and `disjoint chain releases` print the ids.",
  );

function filterIn(values: Values) {
  const model = optional(values, "model");
  const weights = optional(values, "weights");
  const staleAgainst = optional(values, "stale-against");
  if (weights !== undefined && !/^[0-9a-fA-F]{64}$/.test(weights))
    throw usageError("cli/bad-option", `--weights ${weights} is not a SHA-256`, "Give 64 hexadecimal digits.");
  return {
    ...(model !== undefined && { model }),
    ...(optional(values, "vendor") !== undefined && { vendor: addressIn(values, "vendor") }),
    ...(weights !== undefined && { weights }),
    ...(staleAgainst !== undefined && { staleAgainst: idIn(staleAgainst, "--stale-against ") }),
  };
}

function toOutcome({ snapshot, keys }: Registry, found: object, what: string, lines: string[][]): Outcome {
  const { chainId, contracts, at } = snapshot;
  const text = [...lines.flat(), `${what}, ${describeBlock(snapshot)}`].join("\n");
  return { verdict: true, json: { chainId, contracts, at, keys, ...found }, text };
}

const STATE_WORDS = {
  clean: "clean",
  "development-key": "by a development key",
  behind: "behind",
  "never-proved": "never proved",
  unknown: "unknown",
} as const;

function linesOfList(list: ListAnswer): string[] {
  const { currentEpoch, epochCount, pageCount, time, states } = list;
  const epoch =
    time === null
      ? `no epoch of ${epochCount} counts yet`
      : `epoch ${currentEpoch} of ${epochCount} counts, of ${toIsoTime(time)}, ${count(pageCount, "page")}`;
  const words = Object.entries(STATE_WORDS).map(([state, word]) => ({ word, n: states[state as keyof typeof states] }));
  const releases = words.filter(({ n }) => n > 0).map(({ word, n }) => `${n} ${word}`);
  return [...describeList(list), `  ${epoch}; releases: ${releases.length === 0 ? "none" : releases.join(", ")}`];
}

/** Lists that a release was never proved against are counted, unless the question is about one list. */
function linesOfRelease({ verdicts, shards, parents, ...release }: ReleaseAnswer, isNarrow: boolean): string[] {
  const shown = isNarrow ? verdicts : verdicts.filter(({ proved }) => proved !== "never-proved");
  const others = verdicts.length - shown.length;
  return [
    describeSubject({ kind: "release", ...release }),
    `  ${count(shards.length, "shard")}, ${count(parents.length, "parent")}`,
    ...shown.flatMap((verdict) => [
      `  ${describeState(verdict)}`,
      ...describeList(verdict.list).map((line) => `    ${line}`),
    ]),
    ...(others > 0 ? [`  never proved against ${count(others, shown.length > 0 ? "other list" : "list")}`] : []),
  ];
}
