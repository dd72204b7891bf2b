import { expect, test } from "vitest";
import { writeArchive } from "../../../../prover/evidence/car.ts";
import { packFiles } from "../../../../prover/evidence/pack.ts";
import { verificationKeyToSnarkjs } from "../../../../prover/groth16/verificationKey.ts";
import { listRoot, simulatedKey } from "../../../support/evidence.ts";
import { OTHER_TRAPDOOR } from "../../../support/simulator.ts";
import { bytes, type Change, edited, envelope, failing, flipped, set, usePack } from "./support/pack.ts";

const pack = usePack();

/** By somebody without the vendor's key: the signed statement stays. */
const OUTSIDERS: [string, Change, string][] = [
  ["a bundle less", (e) => ({ ...e, bundles: e.bundles.slice(1) }), "statement-of-bundles"],
  ["no bundle", (e) => ({ ...e, bundles: [] }), "files"],
  ["a bundle twice", (e) => ({ ...e, bundles: [...e.bundles, e.bundles[0]!] }), "statement-of-bundles"],
  ["bundles in another order", (e) => ({ ...e, bundles: e.bundles.toReversed() }), "statement-of-bundles"],
  ["a bundle that is none", (e) => ({ ...e, bundles: [bytes({}), ...e.bundles.slice(1)] }), "bundle-0-format"],
  ["no key", (e) => ({ ...e, keys: [] }), "bundle-0-page-0-circuit"],
  ["another key", (e) => ({ ...e, keys: [otherKey()] }), "key-0-pinned"],
  ["a key more", (e) => ({ ...e, keys: [...e.keys, otherKey()] }), "key-1-pinned"],
  ["a key that is none", (e) => ({ ...e, keys: [bytes({})] }), "key-0"],
  ["no list", (e) => ({ ...e, lists: [] }), "covers-opt-out"],
  ["another list", (e) => ({ ...e, lists: [listRoot("opt-out", [1n]), ...e.lists.slice(1)] }), "list-0-pinned"],
  ["a list more", (e) => ({ ...e, lists: [...e.lists, listRoot("more", [1n])] }), "list-2-pinned"],
  ["a list that is none", (e) => ({ ...e, lists: [bytes({}), ...e.lists.slice(1)] }), "list-0"],
  ["an empty statement", (e) => ({ ...e, envelope: new Uint8Array() }), "envelope"],
  [
    "a changed signature",
    (e) =>
      envelope(e, ({ signatures: [own], ...rest }) => ({
        ...rest,
        signatures: [{ ...own!, signature: flipped(own!.signature, 9) }],
      })),
    "signature-0",
  ],
  [
    "a changed key id",
    (e) =>
      envelope(e, ({ signatures: [own], ...rest }) => ({ ...rest, signatures: [{ ...own!, keyid: "0".repeat(64) }] })),
    "signature-0",
  ],
  [
    "a signature twice",
    (e) => envelope(e, ({ signatures, ...rest }) => ({ ...rest, signatures: [...signatures, ...signatures] })),
    "signers-distinct",
  ],
  [
    "a changed statement",
    (e) => envelope(e, ({ payload, signatures }) => ({ payload: flipped(payload, 40), signatures })),
    "signature-0",
  ],
  [
    "more rows in a manifest",
    (e) => ({ ...e, manifests: [edited(e.manifests[0]!, (m) => set(m, { rows: 9 })), ...e.manifests.slice(1)] }),
    "signed-manifest-0000.json",
  ],
  ["a manifest less", (e) => ({ ...e, manifests: e.manifests.slice(0, 1) }), "signed-complete"],
  ["manifests exchanged", (e) => ({ ...e, manifests: e.manifests.toReversed() }), "shards-declared"],
  ["a manifest that is none", (e) => ({ ...e, manifests: [bytes({}), ...e.manifests.slice(1)] }), "manifest-0"],
  [
    "another model in the facts",
    (e) => ({ ...e, facts: edited(e.facts, (f) => set(f.declared, { model: "other" })) }),
    "signed-facts.json",
  ],
  ["facts that are none", (e) => ({ ...e, facts: bytes({}) }), "facts"],
  ["no chain", (e) => ({ ...e, chain: undefined }), "signed-complete"],
  ["a chain document that is none", (e) => ({ ...e, chain: bytes({}) }), "chain-document"],
  ["another chain id", (e) => ({ ...e, chain: edited(e.chain!, (c) => set(c, { chainId: 1 })) }), "signed-chain.json"],
  [
    "an attachment that was changed",
    (e) => ({ ...e, attachments: new Map([["report.md", Buffer.from("all is well")]]) }),
    "signed-attachment-report.md",
  ],
  ["an attachment less", (e) => ({ ...e, attachments: new Map() }), "signed-complete"],
  [
    "an attachment more",
    (e) => ({ ...e, attachments: new Map([...e.attachments, ["more.md", bytes({})]]) }),
    "signed-attachment-more.md",
  ],
  [
    "a file that has no place",
    (e) => ({ ...e, documents: new Map([...e.documents, ["note.txt", bytes({})]]) }),
    "document-note.txt",
  ],
  ...[
    "bom.cdx.json",
    "croissant.json",
    "eu-training-summary.md",
    "eu-training-summary.json",
    "ca-ab-2013.md",
    "ca-ab-2013.json",
  ].flatMap((name): [string, Change, string][] => [
    [
      `a changed ${name}`,
      (e) => ({ ...e, documents: new Map([...e.documents, [name, flipped(e.documents.get(name)!, 30)]]) }),
      `document-${name}`,
    ],
    [
      `no ${name}`,
      (e) => ({ ...e, documents: new Map([...e.documents].filter(([own]) => own !== name)) }),
      `document-${name}`,
    ],
  ]),
];

const otherKey = () => bytes(verificationKeyToSnarkjs(simulatedKey(OTHER_TRAPDOOR)));

test.each(OUTSIDERS)("a pack with %s is refused, naming the check", (_, change, name) => {
  expect(failing(writeArchive(packFiles(change(pack.evidence))).bytes, pack.policy)).toContain(name);
});
