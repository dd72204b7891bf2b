import { badAnswer } from "../rpc.ts";
import { text, word } from "./abi.ts";
import { type Draft, listIn, touch, touchAll } from "./draft.ts";
import { event, ignore, type RegistryEventType } from "./event.ts";
import { toCount, toHash } from "./values.ts";

/** The events of `Ledger`. */
export const LEDGER_EVENTS: readonly RegistryEventType[] = [
  event(
    "PagesAccepted(uint256,bytes32,bytes32,uint256,uint256)",
    { circuit: word, word, bits: word },
    (draft, [commitment, list]) => touch(draft, String(commitment), listIn(draft, toHash(list!)).list),
  ),
  event(
    "DisjointnessAccepted(uint256,bytes32,bytes32,uint256)",
    { powers: word, epoch: word },
    (draft, [commitment, list]) => touch(draft, String(commitment), listIn(draft, toHash(list!)).list),
  ),
  event("CircuitAdmitted(bytes32,address,uint16,uint8)", { entries: word, index: word }, (draft, [id], { entries }) => {
    const circuit = toHash(id!);
    if (draft.circuits.has(circuit)) throw badAnswer("events", `circuit ${circuit} admitted twice`);
    draft.circuits.set(circuit, {
      circuit,
      entries: toCount(entries, "entries"),
      status: "active",
      setup: "unknown",
      reason: "",
    });
  }),
  event("CircuitPaused(bytes32,string)", { reason: text }, (draft, [id], { reason }) =>
    lower(draft, toHash(id!), "paused", reason),
  ),
  event("CircuitRevoked(bytes32,string)", { reason: text }, (draft, [id], { reason }) => {
    lower(draft, toHash(id!), "revoked", reason);
    touchAll(draft, () => true);
  }),
  ignore("CircuitProposed(bytes32,address,uint16,uint256)"),
  ignore("CircuitWithdrawn(bytes32)"),
  ignore("ItemRefused(uint256,bytes)"),
];

function lower(draft: Draft, circuit: string, status: "paused" | "revoked", reason: string): void {
  const known = draft.circuits.get(circuit);
  if (known === undefined) throw badAnswer("events", `circuit ${circuit} was never admitted`);
  draft.circuits.set(circuit, { ...known, status, reason });
}
