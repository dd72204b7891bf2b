import { type CircuitDisclosure, type Disclosure, writeDisclosure } from "../../../../../prover/bundle/disclosure.ts";
import { writeListing } from "../../../../../prover/bundle/listing.ts";
import { pageOf, verifyDisclosure } from "../../../../../prover/bundle/verifyDisclosure.ts";
import { verifyListing } from "../../../../../prover/bundle/verifyListing.ts";
import type { CheckId } from "../../../../../prover/shared/checks.ts";
import { knownDisclosures } from "../../../../support/disjointness.ts";
import { simulatedId, simulatedProof } from "../../../../support/evidence.ts";
import { TRUSTED } from "./bundles.ts";
import { edited, expectedOf, type Json, KEY, on, PINNED, refusalsOf, type Subject, set, ZEROS } from "./scene.ts";

const known = knownDisclosures();
const ofMember = (answer: Disclosure, change: (disclosure: Json) => void = () => {}, policy: object = {}) =>
  verifyDisclosure(edited(Buffer.from(writeDisclosure(answer)), change), {
    circuits: TRUSTED,
    key: answer.key,
    commitment: answer.commitment,
    ...policy,
  }).checks;

export const listed = () => ({ circuits: PINNED, key: KEY, list: expectedOf(on.scene.parts.lists[0]!) });
const ofListing = (file: Uint8Array, other: object = {}) => verifyListing(file, { ...listed(), ...other }).checks;
const listingFile = () => Buffer.from(writeListing(on.listing));

/** What is wrong with a listing, wherever it stands. */
export const IN_LISTING: Partial<Record<CheckId, (listing: Json) => void>> = {
  format: (l) => set(l, { note: 1 }),
  proof: (l) => set(l, { pageDigest: "5" }),
  circuit: (l) => set(l, { circuitId: simulatedId() }),
  key: (l) => set(l, { key: "0b".repeat(31) }),
  list: (l) => set(l.blocklist, { root: ZEROS }),
  scheme: (l) => set(l, { scheme: "text" }),
  pages: (l) => set(l, { page: 1 }),
  place: (l) => set(l, { epoch: 2 }),
};

const ofDisclosure = (changed: Partial<CircuitDisclosure> | Uint8Array, known: object = {}) =>
  verifyDisclosure(
    changed instanceof Uint8Array ? changed : Buffer.from(writeDisclosure({ ...on.disclosure, ...changed })),
    {
      circuits: PINNED,
      commitment: 7n,
      key: KEY,
      ...known,
    },
  ).checks;

export const member: Subject = {
  good: () => ofMember(known.present),
  refusals: {
    format: () => ofMember(known.present, (d) => set(d, { note: 1 })),
    proof: () => ofMember(known.absent, (d) => set(d, { key: known.present.key })),
    powers: () => ofMember(known.present, () => {}, { circuits: [] }),
    accumulator: () => ofMember(known.present, (d) => set(d, { commitment: "7" })),
    key: () => ofMember(known.absent, () => {}, { key: "0b".repeat(31) }),
    commitment: () => ofMember(known.absent, () => {}, { commitment: 8n }),
  },
};

export const disclosure: Subject = {
  good: () => ofDisclosure({}),
  refusals: {
    format: () => ofDisclosure(Buffer.from("{}")),
    proof: () => ofDisclosure({ proof: simulatedProof(8n, pageOf(KEY)) }),
    circuit: () => ofDisclosure({ answer: "present" }),
    key: () => ofDisclosure({}, { key: "0b".repeat(31) }),
    commitment: () => ofDisclosure({}, { commitment: 8n }),
  },
};

export const listing: Subject = {
  good: () => ofListing(listingFile()),
  refusals: refusalsOf(IN_LISTING, (change) => ofListing(edited(listingFile(), change))),
};
