import type { Contract, Log } from "ethers";
import type { ListReference } from "../../evidence/chain/document.ts";
import type { Commitment } from "../../shared/ids.ts";
import { isOf, type MissingEvent, type Wanted } from "./findEvents.ts";

/** A list at an epoch: its reference, its pages at that epoch, and the times of all epochs up to it. */
export type Epoch = { reference: ListReference; pages: number[]; times: number[] };

/** The facts that evidence has to show: lists at epochs, shards, and the event of the release's registration. */
type WantedFacts = { epochs: readonly Epoch[]; commitments: readonly Commitment[]; registered: readonly Wanted[] };

/** The facts that none of these events shows. */
export function missingEvents(
  logs: readonly Log[],
  { epochs, commitments, registered }: WantedFacts,
  { blocklists, ledger }: { blocklists: Contract; ledger: Contract },
): MissingEvent {
  const timed = new Set<string>();
  const words = new Map<string, bigint>();
  const disjoint = new Set<string>();
  for (const log of logs) {
    const [appended, accepted] = [blocklists, ledger].map((contract) =>
      log.address.toLowerCase() === String(contract.target).toLowerCase() ? contract.interface.parseLog(log) : null,
    );
    if (appended?.name === "PagesAppended" || appended?.name === "AccumulatorsAppended") {
      const { list, epoch, content } = appended.args;
      timed.add([list, epoch, content.time].join("/"));
    }
    if (accepted?.name === "PagesAccepted") {
      const { commitment, list, word, bits } = accepted.args;
      const key = [commitment, list, word].join("/");
      words.set(key, (words.get(key) ?? 0n) | BigInt(bits));
    }
    if (accepted?.name === "DisjointnessAccepted") {
      const { commitment, list, epoch } = accepted.args;
      disjoint.add([commitment, list, epoch].join("/"));
    }
  }
  const isAccepted = (shard: Commitment, { reference: { list, epoch }, pages }: Epoch) =>
    disjoint.has([shard, list, epoch].join("/")) ||
    pages.every((page) => ((words.get([shard, list, page >> 8].join("/")) ?? 0n) >> BigInt(page & 0xff)) & 1n);
  return {
    times: epochs.flatMap(({ reference: { list }, times }) =>
      times.filter((time, i) => !timed.has([list, i + 1, time].join("/"))),
    ),
    others:
      !epochs.every((epoch) => commitments.every((shard) => isAccepted(shard, epoch))) ||
      !registered.every((one) => logs.some((log) => isOf(log, one))),
  };
}
