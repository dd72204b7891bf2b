import { count } from "../shared/format.ts";
import { quoted } from "../shared/names.ts";
import type { ListSubject, RegistryBlock, RegistryVerdict } from "./verdict.ts";

/** Where a publisher says that the list's document is. Strings of strangers are quoted. */
export const describeAddress = (uri: string): string => (uri === "" ? "no address" : quoted(uri));

/** `2026-01-31T12:00:00Z` */
export const toIsoTime = (seconds: number): string => new Date(1000 * seconds).toISOString().replace(".000Z", "Z");

/** `2026-01-31` */
const toIsoDate = (seconds: number): string => toIsoTime(seconds).slice(0, 10);

/**
 * The first sentence of a verdict, one of: unknown, never proved, behind by N since DATE, clean up to epoch N, a
 * development key.
 */
export function describeState(verdict: RegistryVerdict): string {
  if (verdict.state === "unknown") return describeUnknown(verdict);
  if (verdict.state !== "development-key") return describeProved(verdict);
  const { development, unknown } = verdict.keys;
  const origin = development.length > 0 ? "a development key" : `${count(unknown.length, "key")} of unknown origin`;
  return `${origin}: its maker can forge all of this; by its proofs, ${describeProved(verdict)}`;
}

function describeUnknown({ subject, list, cleanEpoch, currentEpoch }: RegistryVerdict): string {
  if (list.owner === null) return "unknown: there is no such list";
  if (subject.kind === "release") return "unknown: there is no such release";
  const reached = cleanEpoch === 0 ? "" : `; the ledger has proofs for it up to epoch ${cleanEpoch} of ${currentEpoch}`;
  return `unknown: no vendor has registered this shard${reached}`;
}

function describeProved({
  proved,
  cleanEpoch,
  currentEpoch,
  epochsBehind,
  pagesBehind,
  since,
}: RegistryVerdict): string {
  if (proved === "clean") return `clean up to epoch ${cleanEpoch} of ${currentEpoch}`;
  if (currentEpoch === 0) return "never proved: no epoch of the list counts yet";
  const sinceThen = since === null ? "" : ` since ${toIsoDate(since)}`;
  if (proved === "never-proved") return `never proved: none of ${count(currentEpoch, "epoch")}${sinceThen} is excluded`;
  const behind = `${count(epochsBehind, "epoch")} (${count(pagesBehind, "page")})`;
  return `behind by ${behind}${sinceThen}: clean up to epoch ${cleanEpoch} of ${currentEpoch}`;
}

/** Everything that a verdict is about, one line each, after its sentence. Strings of strangers are quoted. */
export const describeVerdict = (verdict: RegistryVerdict): string[] => [
  describeState(verdict),
  describeSubject(verdict.subject),
  ...describeList(verdict.list),
  ...describePages(verdict),
  describeBlock(verdict),
];

/** What a verdict is about, in one line. */
export function describeSubject(subject: RegistryVerdict["subject"]): string {
  if (subject.kind === "release") {
    const { release, model, version, vendor, weights, time } = subject;
    if (vendor === null) return `release ${release}: not registered`;
    const registered = time === null ? "" : `, registered at ${toIsoTime(time)}`;
    const named = `${quoted(model ?? "")} version ${quoted(version ?? "")} of vendor ${vendor}${registered}`;
    return `release ${release}: model ${named}, weights SHA-256 ${weights}`;
  }
  const { commitment, isRegistered, vendor, time } = subject;
  if (isRegistered === null)
    return `shard ${commitment}: its first registration is unknown, in a contract of an earlier version`;
  return vendor === null || time === null
    ? `shard ${commitment}: not registered`
    : `shard ${commitment}: registered first by ${vendor} at ${toIsoTime(time)}`;
}

/** The lines about a list: who made it, who reviews it, and which others have the same name. */
export function describeList({ list, name, owner, scheme, reviewers, threshold, sameName }: ListSubject): string[] {
  if (owner === null) return [`list ${list}: there is none with this id`];
  const review =
    reviewers.length === 0
      ? "no reviewers"
      : `an epoch counts once ${threshold} of ${reviewers.length} reviewers confirmed it: ${reviewers.join(", ")}`;
  return [
    `list ${list}: ${quoted(name ?? "")}, scheme ${quoted(scheme ?? "")}, owner ${owner}, ${review}`,
    ...describeSameNames(sameName),
  ];
}

/** A line for each other list of the same name. */
export function describeSameNames(sameName: ListSubject["sameName"]): string[] {
  if (sameName === null) return ["whether other lists have the same name is unknown: the node refused their events"];
  return sameName.map(({ list, owner }) => `EQUAL NAME: list ${list} of owner ${owner} is called the same`);
}

function describePages({ cleanPages, pageCount, lagging, state }: RegistryVerdict): string[] {
  if (pageCount === 0) return [];
  const pages = `${Math.min(cleanPages, pageCount)} of ${count(pageCount, "page")} excluded by proofs that count`;
  const least =
    lagging === null || state === "clean" ? "" : `, fewest by shard ${lagging.shard} of release ${lagging.release}`;
  return [`${pages}${least}`];
}

/** `chain 31337, read at block 12 0x… of 2026-01-31T12:00:00Z` */
export const describeBlock = ({ chainId, at }: { chainId: number; at: RegistryBlock }): string =>
  `chain ${chainId}, read at block ${at.number} ${at.hash} of ${toIsoTime(at.time)}`;
