import { judgeRelease, type Registry, toListSubject } from "./judge.ts";
import type { SnapshotCircuit, SnapshotEpoch } from "./snapshot.ts";
import type { ListSubject, RegistryBlock, RegistryState, RegistryVerdict } from "./verdict.ts";

/**
 * What changed about a list or a release between two states of a registry. `status`: a verdict; `before` is its state
 * earlier, null if there was none. `epoch`: the list has a new current epoch. `owner`: the list has another owner.
 * `same-name`: a list with an equal name appeared. `evidence`: the vendor published evidence. `circuit`: the ledger
 * counts another circuit or powers of tau, or no longer. `reorganized`: the block of the earlier state has left the
 * chain, and with it what was said up to it.
 */
export type RegistryChange =
  | { type: "status"; verdict: RegistryVerdict; before: RegistryState | null }
  | { type: "epoch"; list: ListSubject; epoch: number; content: SnapshotEpoch }
  | { type: "owner"; list: ListSubject; before: string }
  | { type: "same-name"; list: ListSubject }
  | { type: "evidence"; release: string; cid: string }
  | { type: "circuit"; circuit: SnapshotCircuit }
  | { type: "reorganized"; before: RegistryBlock };

/** A change, and the block after which it was seen. */
export type RegistryEvent = { chainId: number; at: RegistryBlock } & RegistryChange;

/**
 * What changed about a list or a release, for those who watch it: of a list, its epochs, owner and equal names, and the
 * verdicts on the releases that are or were proved against it; of a release, its evidence and the verdicts against the
 * lists that it is or was proved against.
 *
 * @param before an earlier state of the same registry; null reports everything there is
 * @param subject the id of a list or a release
 * @example
 * const registry = openRegistry(await readRegistry(chain, deployment));
 * console.log(compareRegistries(registry, registry, release).length); // 0
 * const [first] = compareRegistries(null, registry, release);
 * console.log(first?.type); // status
 */
export function compareRegistries(before: Registry | null, after: Registry, subject: string): RegistryEvent[] {
  const { chainId, at } = after.snapshot;
  const changes = after.lists.has(subject) ? changesOfList(before, after, subject) : evidence(before, after, subject);
  const statuses = watchedVerdicts(before, after, subject).flatMap((verdict) => changeOfStatus(before, verdict));
  return [...changes, ...changedCircuits(before, after), ...statuses].map((change) => ({ chainId, at, ...change }));
}

/**
 * The verdicts that say how a list or a release stands: those for which something is proved, or was before.
 *
 * @example
 * const registry = openRegistry(await readRegistry(chain, deployment));
 * console.log(watchedVerdicts(null, registry, published.list).length); // 1
 */
export function watchedVerdicts(before: Registry | null, after: Registry, subject: string): RegistryVerdict[] {
  const { lists, releases } = after.snapshot;
  const pairs = after.lists.has(subject)
    ? releases.map(({ release }) => [release, subject] as const)
    : lists.map(({ list }) => [subject, list] as const);
  return pairs
    .filter((pair) => [before, after].some((each) => each !== null && isProved(judgeRelease(each, ...pair))))
    .map((pair) => judgeRelease(after, ...pair));
}

const isProved = ({ state, proved }: RegistryVerdict): boolean => state !== "unknown" && proved !== "never-proved";

function changeOfStatus(registry: Registry | null, verdict: RegistryVerdict): RegistryChange[] {
  const { subject, list } = verdict;
  if (subject.kind !== "release") return [];
  const before = registry && judgeRelease(registry, subject.release, list.list);
  const essence = ({ state, cleanEpoch, currentEpoch }: RegistryVerdict) => [state, cleanEpoch, currentEpoch].join("/");
  if (before !== null && essence(before) === essence(verdict)) return [];
  return [{ type: "status", verdict, before: before?.state ?? null }];
}

function changesOfList(before: Registry | null, after: Registry, id: string): RegistryChange[] {
  const list = toListSubject(after, id);
  const known = after.snapshot.lists[after.lists.get(id)!]!;
  const old = before?.snapshot.lists[before.lists.get(id) ?? -1];
  const epochs = known.epochs.slice(0, known.currentEpoch).map((content, i) => ({ epoch: i + 1, content }));
  const isNew = ({ epoch, content }: (typeof epochs)[number]) =>
    epoch > (old?.currentEpoch ?? 0) || old?.epochs[epoch - 1]?.contentHash !== content.contentHash;
  const others = (list.sameName ?? []).filter((other) => before?.lists.has(other.list) !== true);
  return [
    ...epochs.filter(isNew).map((each): RegistryChange => ({ type: "epoch", list, ...each })),
    ...(old !== undefined && old.owner !== known.owner ? [{ type: "owner" as const, list, before: old.owner }] : []),
    ...(others.length > 0 ? [{ type: "same-name" as const, list: { ...list, sameName: others } }] : []),
  ];
}

function evidence(before: Registry | null, after: Registry, release: string): RegistryChange[] {
  const known = after.snapshot.releases[after.releases.get(release) ?? -1]?.evidence ?? [];
  const old = before?.snapshot.releases[before.releases.get(release) ?? -1]?.evidence ?? [];
  return known.slice(old.length).map((cid) => ({ type: "evidence", release, cid }));
}

function changedCircuits(before: Registry | null, after: Registry): RegistryChange[] {
  if (before === null) return [];
  const old = new Map(before.snapshot.circuits.map(({ circuit, status }) => [circuit, status]));
  return after.snapshot.circuits
    .filter(({ circuit, status }) => old.get(circuit) !== status)
    .map((circuit) => ({ type: "circuit", circuit }));
}
