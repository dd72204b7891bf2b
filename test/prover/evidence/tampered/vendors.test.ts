import { join } from "node:path";
import { expect, test } from "vitest";
import { writeEnvelope } from "../../../../prover/bundle/envelope.ts";
import { makeSigningKey, signStatement } from "../../../../prover/bundle/sign.ts";
import { makeExclusionStatement } from "../../../../prover/bundle/statement.ts";
import { writeArchive } from "../../../../prover/evidence/car.ts";
import { type Evidence, packFiles } from "../../../../prover/evidence/pack.ts";
import { sha256 } from "../../../../prover/shared/files.ts";
import { manifestOf, simulatedId } from "../../../support/evidence.ts";
import { OTHER_TRAPDOOR } from "../../../support/simulator.ts";
import { bytes, type Change, edited, failing, openEnvelope, set, usePack } from "./support/pack.ts";

const pack = usePack();

/** By the vendor, who signs again whatever it says. */
const VENDORS: [string, Change, string][] = [
  [
    "a bundle without a page",
    (e) => ({
      ...e,
      bundles: [edited(e.bundles[0]!, (b) => set(b, { statements: [b.statements[0]] })), ...e.bundles.slice(1)],
    }),
    "bundle-0-list-complete",
  ],
  [
    "a proof of another page",
    (e) => ({
      ...e,
      bundles: [
        edited(e.bundles[0]!, (b) => set(b.statements[0], { proof: b.statements[1].proof })),
        ...e.bundles.slice(1),
      ],
    }),
    "bundle-0-page-0-proof",
  ],
  [
    "a proof of another shard",
    (e) => ({ ...e, bundles: [edited(e.bundles[0]!, (b) => set(b, { commitment: "5" })), ...e.bundles.slice(1)] }),
    "bundle-0-page-0-proof",
  ],
  [
    "a circuit that nobody trusts",
    (e) => ({
      ...e,
      bundles: [
        edited(e.bundles[0]!, (b) => set(b.statements[0], { circuitId: simulatedId(OTHER_TRAPDOOR) })),
        ...e.bundles.slice(1),
      ],
    }),
    "bundle-0-page-0-circuit",
  ],
  [
    "facts that say more",
    (e) => ({ ...e, facts: edited(e.facts, (f) => set(f.shards[0], { rows: 9 })) }),
    "facts-of-files",
  ],
  [
    "facts in another spelling",
    (e) => ({ ...e, facts: Buffer.concat([e.facts, Buffer.from("\n")]) }),
    "facts-of-files",
  ],
  [
    "shards of other commitments",
    (e) => ({ ...e, facts: edited(e.facts, (f) => set(f.declared.shards[0], { commitment: "5" })) }),
    "shards-declared",
  ],
  [
    "a shard without the list's scheme",
    (e) => ({
      ...e,
      manifests: [
        edited(e.manifests[0]!, (m) => set(m, { schemes: [{ scheme: "url", field: null }] })),
        ...e.manifests.slice(1),
      ],
    }),
    "shard-0-schemes",
  ],
  [
    "a base that is not there",
    (e) => ({ ...e, manifests: [e.manifests[0]!, edited(e.manifests[1]!, (m) => set(m, { bases: ["5"] }))] }),
    "shards-complete",
  ],
  [
    "a manifest with hashes of the records",
    (e) => ({ ...e, manifests: [bytes(manifestOf(1234567n)), ...e.manifests.slice(1)] }),
    "manifest-0",
  ],
  [
    "a kinder summary",
    (e) => ({ ...e, documents: new Map([...e.documents, ["eu-training-summary.md", Buffer.from("All is proved.")]]) }),
    "document-eu-training-summary.md",
  ],
];

/** A new statement about the given files. */
async function signedAgain(e: Evidence, key = pack.scene.keyPath): Promise<Uint8Array> {
  const signed = JSON.parse(Buffer.from(openEnvelope(e).payload).toString()).predicate.stated as {
    name: string;
    digest: { sha256: string };
  }[];
  const content = packFiles(e);
  const stated = signed.flatMap(({ name, digest }) => {
    const file = content.get(name);
    return [{ name, sha256: file === undefined ? digest.sha256 : sha256(file) }];
  });
  const again = await signStatement(makeExclusionStatement(e.bundles, stated), key);
  return writeArchive(packFiles({ ...e, envelope: Buffer.from(writeEnvelope(again)) })).bytes;
}

test.each(VENDORS)("a pack that its vendor signed with %s is refused, naming the check", async (_, change, name) => {
  const changed = await signedAgain(change(pack.evidence));
  const failed = failing(changed, pack.policy);
  expect(failed).toContain(name);
  expect(failed).not.toContain("signature-0");
});

test("a pack that somebody else signed is refused", async () => {
  const key = join(pack.folder, "other.pem");
  await makeSigningKey(key);
  expect(failing(await signedAgain(pack.evidence, key), pack.policy)).toEqual(["signature-0"]);
  expect(failing(await signedAgain(pack.evidence), pack.policy)).toEqual([]);
});
