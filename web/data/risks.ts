import type { Registry, SnapshotCircuit, SnapshotList } from "../../prover/registry.ts";

/** Days without a new epoch after which a list is named as stale. */
export const STALE_DAYS = 180;

/**
 * Why a reader should be careful, each kind with what it is about. `keys`: circuits or powers of tau that are not known
 * to come from a ceremony and count. `lists`: lists that share a name, or that one account controls.
 */
export type Risk =
  | { kind: "developmentKeys" | "unknownKeys" | "paused" | "revoked"; circuits: SnapshotCircuit[] }
  | {
      kind: "equalNames" | "noReviewers" | "ownReviewer" | "stale" | "noEpoch" | "unconfirmed" | "changingOwner";
      lists: SnapshotList[];
    };

/** Every risk that a registry shows by itself, the gravest first. Kinds without a case are left out. */
export function findRisks({ snapshot, keys, sameNames }: Registry): Risk[] {
  const { circuits, lists, at } = snapshot;
  const circuitsWhere = (isMeant: (circuit: SnapshotCircuit) => boolean) => circuits.filter(isMeant);
  const staleSince = at.time - 86_400 * STALE_DAYS;
  const current = ({ epochs, currentEpoch }: SnapshotList) => epochs[currentEpoch - 1];
  const risks: Risk[] = [
    { kind: "developmentKeys", circuits: circuitsWhere(({ circuit }) => keys.development.includes(circuit)) },
    { kind: "unknownKeys", circuits: circuitsWhere(({ circuit }) => keys.unknown.includes(circuit)) },
    { kind: "paused", circuits: circuitsWhere(({ status }) => status === "paused") },
    { kind: "revoked", circuits: circuitsWhere(({ status }) => status === "revoked") },
    { kind: "equalNames", lists: lists.filter(({ list }) => sameNames.has(list)) },
    { kind: "noReviewers", lists: lists.filter(({ reviewers }) => reviewers.length === 0) },
    {
      kind: "ownReviewer",
      lists: lists.filter(({ owner, reviewers }) => reviewers.length > 0 && reviewers.every((each) => each === owner)),
    },
    { kind: "stale", lists: lists.filter((list) => (current(list)?.time ?? staleSince) < staleSince) },
    { kind: "noEpoch", lists: lists.filter((list) => list.currentEpoch === 0) },
    { kind: "unconfirmed", lists: lists.filter(({ epochs, currentEpoch }) => epochs.length > currentEpoch) },
    { kind: "changingOwner", lists: lists.filter(({ pendingOwner }) => pendingOwner !== null) },
  ];
  return risks.filter((risk) => ("lists" in risk ? risk.lists : risk.circuits).length > 0);
}
