import { type Epochs, type Reach, reachOf } from "./epochs.ts";

/**
 * What a registry says of a release or a shard against a list. `unknown`: no vendor has registered it, or there is no
 * such list. `never-proved`: proofs that count cover no epoch, which does not mean that something was found. `behind`:
 * clean up to an earlier epoch. `clean`: clean up to the current epoch. `development-key`: the ledger counts proofs of
 * a key that is not known to come from a ceremony, so its maker can forge whatever `proved` says.
 */
export type RegistryState = "unknown" | "never-proved" | "behind" | "clean" | "development-key";

/** A release that a verdict is about. All but the id is null if it is not registered. `time`: of the registration. */
export type ReleaseSubject = {
  kind: "release";
  release: string;
  model: string | null;
  version: string | null;
  vendor: string | null;
  weights: string | null;
  time: number | null;
};

/**
 * A shard that a verdict is about: the vendor that registered its commitment first, and when. `isRegistered` is null if
 * the contract is of an earlier version, which does not record that.
 */
export type ShardSubject = {
  kind: "shard";
  commitment: string;
  isRegistered: boolean | null;
  vendor: string | null;
  time: number | null;
};

/**
 * A list that a verdict is about; name and owner are null if there is no such list. Anyone may create a list under any
 * name. `sameName`: the other lists with an equal name, and their owners; null if that is not known.
 */
export type ListSubject = {
  list: string;
  name: string | null;
  owner: string | null;
  scheme: string | null;
  reviewers: readonly string[];
  threshold: number;
  sameName: readonly { list: string; owner: string }[] | null;
};

/** A block: its number, its hash, and its timestamp in seconds since 1970. */
export type RegistryBlock = { number: number; hash: string; time: number };

/**
 * Circuits and powers of tau whose proofs a ledger counts and that are not known to come from a ceremony: with a
 * development key, or without an entry in the deployment file.
 */
export type DoubtfulKeys = { development: readonly string[]; unknown: readonly string[] };

/** The shard with the fewest clean pages, and the release, itself or an ancestor, that it belongs to. */
export type Lagging = { release: string; shard: string };

/** What a verdict is derived from, in the state of the chain after block `at`. */
export type VerdictInput = {
  subject: ReleaseSubject | ShardSubject;
  list: ListSubject;
  /** The confirmed epochs of the list. */
  epochs: Epochs;
  /** Leading pages of the list that proofs exclude, as the contracts count them. */
  cleanPages: number;
  lagging?: Lagging | null;
  keys: DoubtfulKeys;
  chainId: number;
  at: RegistryBlock;
};

/**
 * A verdict with everything that it is about. `proved`: how far the proofs reach, whatever the state. Epochs are
 * counted from 1; `cleanEpoch` 0 means none. `since`: when the first epoch that is not proved was published, in seconds
 * since 1970; null if there is none.
 */
export type RegistryVerdict = Omit<VerdictInput, "epochs" | "lagging"> &
  Reach & {
    state: RegistryState;
    proved: "never-proved" | "behind" | "clean";
    lagging: Lagging | null;
  };

/**
 * The verdict on a release or a shard against a list. The only place that decides one from what a chain says: the
 * command line, the index and web pages all call it.
 *
 * @example
 * const at = { number: 9, hash: `0x${"00".repeat(32)}`, time: 1_767_225_600 };
 * const subject = { kind: "shard", commitment: "123", isRegistered: false, vendor: null, time: null } as const;
 * const list = { list: `0x${"12".repeat(32)}`, name: "opt-outs", owner: `0x${"34".repeat(20)}`, scheme: "text" };
 * const rest = { reviewers: [], threshold: 0, sameName: [] };
 * const verdict = decideRegistryVerdict({
 *   subject,
 *   list: { ...list, ...rest },
 *   epochs: [{ pageCount: 2, time: 1_767_000_000 }],
 *   cleanPages: 2,
 *   keys: { development: [], unknown: [] },
 *   chainId: 1,
 *   at,
 * });
 * console.log(verdict.state); // unknown
 */
export function decideRegistryVerdict({ epochs, lagging = null, ...input }: VerdictInput): RegistryVerdict {
  const reach = reachOf(epochs, input.cleanPages);
  const proved = reach.cleanEpoch === 0 ? "never-proved" : reach.epochsBehind > 0 ? "behind" : "clean";
  return { ...input, ...reach, lagging, proved, state: stateOf(input, proved) };
}

function stateOf(
  { subject, list, keys }: Pick<VerdictInput, "subject" | "list" | "keys">,
  proved: RegistryVerdict["proved"],
): RegistryState {
  const isUnknown = subject.kind === "shard" ? subject.isRegistered === false : subject.vendor === null;
  if (isUnknown || list.owner === null) return "unknown";
  if (proved === "never-proved") return proved;
  return keys.development.length + keys.unknown.length > 0 ? "development-key" : proved;
}
