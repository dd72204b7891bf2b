import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Blocklist } from "../../../prover/blocklist/list.ts";
import { isCircuitDisclosure, writeDisclosure } from "../../../prover/bundle/disclosure.ts";
import { writeListing } from "../../../prover/bundle/listing.ts";
import type { PinnedCircuit } from "../../../prover/bundle/pinned.ts";
import { verifyDisclosure } from "../../../prover/bundle/verifyDisclosure.ts";
import { verifyListing } from "../../../prover/bundle/verifyListing.ts";
import type { MerkleShard } from "../../../prover/commitment/shard/readShard.ts";
import { keyFromHex } from "../../../prover/fingerprint/key.ts";
import { calculateWitness } from "../../../prover/groth16/prover/witness.ts";
import { circuitPath, ensureArtifacts } from "../../../prover/setup/artifacts.ts";
import { compileCircuit } from "../../../prover/setup/compile.ts";
import { proveDisclosure } from "../../../prover/statements/disclosure.ts";
import { proveListing } from "../../../prover/statements/listing.ts";
import { inclusionInput } from "../../../prover/witness/inclusion.ts";
import { listingInput } from "../../../prover/witness/listing.ts";
import { someEntries, writeList } from "../../support/blocklist.ts";
import { temporaryFolder } from "../../support/chain.ts";
import { codeOf } from "../../support/errors.ts";
import { poseidon, workKey } from "../../support/scene.ts";
import { leaks } from "../../support/secrets.ts";
import { commitFiles, entryOf, someFiles } from "../../support/shard.ts";

let shard: MerkleShard;
let list: Blocklist;
let circuits: PinnedCircuit[];
beforeAll(async () => {
  const { path, remove } = await temporaryFolder();
  shard = await commitFiles(path, someFiles(40));
  list = await writeList(join(path, "list"), someEntries(20), { confidential: true });
  const [inclusion, exclusion, listing] = await Promise.all(
    ["inclusion", "exclusion_16x60", "listing_16"].map((name) => ensureArtifacts(name)),
  );
  circuits = [
    { kind: "inclusion", key: inclusion!.key, pageSize: 1 },
    { kind: "exclusion", key: exclusion!.key, pageSize: 16 },
    { kind: "listing", key: listing!.key, pageSize: 16 },
  ];
  return remove;
});

const key = (text: string) => keyFromHex(entryOf(text).key);
const ask = (text: string, scheme = "sha256") =>
  proveDisclosure({ shard, scheme, key: key(text), artifacts: (name) => ensureArtifacts(name), poseidon });

describe("one outsider's question about one work", () => {
  it.each([
    ["work 7", "present"],
    ["another work", "absent"],
  ] as const)("about %s is answered %s, with a proof that holds", async (text, answer) => {
    const disclosure = await ask(text);
    expect(disclosure).toMatchObject({ answer, key: entryOf(text).key, commitment: shard.commitment });
    const file = Buffer.from(writeDisclosure(disclosure));
    const asked = { circuits, commitment: shard.commitment, key: entryOf(text).key };
    expect(verifyDisclosure(file, asked)).toMatchObject({ verdict: true, disclosure });
    if (!isCircuitDisclosure(disclosure)) throw new Error("not by a circuit");
    const turned = { ...disclosure, answer: answer === "present" ? ("absent" as const) : ("present" as const) };
    expect(verifyDisclosure(Buffer.from(writeDisclosure(turned)), asked).verdict).toBe(false);
    expect(leaks([shard.salt], new Map([["disclosure", file]]))).toEqual([]);
  });

  it("is not answered where the shard has no keys of the work's scheme", async () => {
    expect(await codeOf(() => ask("work 7", "text"))).toBe("check/other-scheme");
  });

  it("has no witness for a false answer", async () => {
    const { commitment, tree, salt } = shard;
    expect(await codeOf(() => inclusionInput(commitment, key("another work"), tree, salt))).toBe("witness/absent");
  });
});

describe("one entry of a confidential list", () => {
  const open = (name: string) =>
    proveListing({ list, key: workKey(name), artifacts: (circuit) => ensureArtifacts(circuit) });

  it("is opened without the page's salt and without the others", async () => {
    const listing = await open("listed 17");
    const { page, pageDigest } = listing;
    expect(list.pages[page]).toMatchObject({ digest: pageDigest });
    const file = Buffer.from(writeListing(listing));
    const pages = list.pages.map(({ size, digest }) => ({ pageSize: size, pageDigest: digest }));
    expect(verifyListing(file, { circuits, key: listing.key, list: { ...list, pages } })).toMatchObject({
      verdict: true,
      scope: "list",
    });
    const places = new Map([["listing", file]]);
    expect(leaks([list.pages[page]!.salt], places)).toEqual([]);
    const others = list.pages
      .flatMap(({ keys }) => keys)
      .map((entry) => BigInt(`0x${Buffer.from(entry).toString("hex")}`));
    expect(leaks(others, places, 31)).toEqual(["listing"]);
    expect(
      leaks(
        others.filter((entry) => entry !== BigInt(`0x${listing.key}`)),
        places,
        31,
      ),
    ).toEqual([]);
  });

  it("that is not in the list has no witness", async () => {
    expect(await codeOf(() => open("another work"))).toBe("listing/not-listed");
    const page = list.pages[0]!;
    expect(await codeOf(() => listingInput(page.digest, workKey("another work"), page))).toBe("witness/not-listed");
  });

  it("on a page of 256 fits its circuit", async () => {
    const { path, remove } = await temporaryFolder();
    const large = await writeList(path, someEntries(30), { pageSize: 256 });
    const { wasm } = await compileCircuit(circuitPath("listing_256"));
    const [page] = large.pages;
    const input = listingInput(page!.digest, workKey("listed 29"), page!);
    expect(await codeOf(() => calculateWitness(wasm, input))).toBe("accepted");
    expect(await codeOf(() => calculateWitness(wasm, { ...input, key: input.key + 1n }))).toBe("groth16/no-witness");
    await remove();
  });
});
