import { readdirSync } from "node:fs";
import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Blocklist } from "../../prover/blocklist/list.ts";
import { makeSigningKey } from "../../prover/bundle/sign.ts";
import { verifyDisclosure } from "../../prover/bundle/verifyDisclosure.ts";
import { verifyListing } from "../../prover/bundle/verifyListing.ts";
import type { MerkleShard } from "../../prover/commitment/shard/readShard.ts";
import { makeEvidence } from "../../prover/evidence/make.ts";
import { verifyCertificate } from "../../prover/evidence/verifyCertificate.ts";
import { verificationKeyToSnarkjs } from "../../prover/groth16/verificationKey.ts";
import { ensureArtifacts } from "../../prover/setup/artifacts.ts";
import { type BuiltInCircuit, readPinnedCircuits } from "../../prover/setup/pinned.ts";
import { stringifyJson } from "../../prover/shared/json.ts";
import { proveShard } from "../../prover/statements/exclusion.ts";
import { writeList } from "../support/blocklist.ts";
import { temporaryFolder } from "../support/chain.ts";
import { disjoint, jsonOf, type Ran } from "../support/cli.ts";
import { folderWith } from "../support/folder.ts";
import { hashesOf } from "../support/scene.ts";
import { leaks } from "../support/secrets.ts";
import { commitFiles, entryOf, someFiles } from "../support/shard.ts";

const WORKS = Array.from({ length: 18 }, (_, i) => `listed ${i}`);

let folder: string;
let shard: MerkleShard;
let list: Blocklist;
let circuits: BuiltInCircuit[];
const ran: Record<string, Ran> = {};

const at = (name: string) => join(folder, name);
const run = async (name: string, ...args: string[]): Promise<Ran> => (ran[name] = await disjoint([...args, "--json"]));

beforeAll(async () => {
  const temporary = await temporaryFolder();
  folder = temporary.path;
  shard = await commitFiles(folder, someFiles(40));
  const entries = WORKS.map((work) => entryOf(work));
  list = await writeList(at("list"), entries, { confidential: true });
  for (const name of ["inclusion", "exclusion_16x60", "exclusion_16x138", "listing_16"]) await ensureArtifacts(name);
  circuits = await readPinnedCircuits(undefined, ["exclusion", "inclusion", "listing"]);
  await writeFile(at("listed.txt"), WORKS[5]!);
  await writeFile(at("unlisted.txt"), "neither here nor there");
  const pack = await makePack();
  await run("present", "disclose", at("shard"), "--value", "work 7", "--out", at("present.json"));
  await run("absent", "disclose", at("shard"), at("listed.txt"), "--out", at("absent.json"));
  await run("open", "blocklist", "open", at("list"), at("listed.txt"), "--out", at("listing.json"));
  const listed = ["certificate", at("listed.txt"), "--list", at("list"), "--out", at("receipt.json")];
  await run("receipt", ...listed, "--pack", pack);
  return temporary.remove;
});

/** The evidence of a release of one shard, made from real proofs. */
async function makePack(): Promise<string> {
  const proved = await proveShard({ shard, list, out: at("proofs"), artifacts: (name) => ensureArtifacts(name) });
  if (!("bundle" in proved)) throw new Error("a listed work is present");
  const read = (path: string) => readFile(path);
  const keyPath = at("key.pem");
  await makeSigningKey(keyPath);
  const made = await makeEvidence(
    {
      declaration: {
        vendor: "Example AI",
        model: "example",
        version: "1.0",
        terms: "https://example.org/terms",
        parents: [],
        weights: { kind: "sha256", digest: "cd".repeat(32) },
        time: "2026-01-31T12:00:00Z",
        shards: [{ name: "web", commitment: String(shard.commitment) }],
      },
      bundles: [await read(proved.bundle)],
      keys: circuits.map(({ key }) => Buffer.from(stringifyJson(verificationKeyToSnarkjs(key)))),
      lists: [await read(at("list/list.json"))],
      manifests: [await read(at("shard/manifest.json"))],
    },
    { keyPath, out: at("evidence") },
  );
  return made.archive;
}

describe("disclose, blocklist open and receipt", () => {
  it("say what they found", () => {
    expect(Object.entries(ran).map(([name, { code, stderr }]) => [name, code, code === 0 ? "" : stderr])).toEqual(
      ["present", "absent", "open", "receipt"].map((name) => [name, 0, ""]),
    );
    expect(jsonOf(ran.present!)).toMatchObject({ answer: "present", key: entryOf("work 7").key });
    expect(jsonOf(ran.absent!)).toMatchObject({ answer: "absent", key: entryOf(WORKS[5]!).key });
    expect(jsonOf(ran.open!)).toMatchObject({ list: "opt-outs", epoch: 1, key: entryOf(WORKS[5]!).key });
    expect(jsonOf(ran.receipt!)).toMatchObject({ releases: 1, without: [] });
  });

  it.each([
    ["present.json", ["--value", "work 7"], { answer: "present" }],
    ["absent.json", ["--work", "listed.txt"], { answer: "absent" }],
    ["listing.json", ["--work", "listed.txt", "--list", "list"], { scope: "list" }],
    [
      "receipt.json",
      ["--work", "listed.txt", "--list", "list"],
      { scope: "list", releases: [{ vendor: "Example AI" }] },
    ],
  ] as const)(
    "%s verifies in the command line and in the library, but not for another work",
    async (file, known, expected) => {
      const options = known.map((word) => (/^(listed\.txt|list)$/.test(word) ? at(word) : word));
      const good = await run(`verify ${file}`, "verify", at(file), ...options);
      expect(good.code, good.stdout + good.stderr).toBe(0);
      expect(jsonOf(good)).toMatchObject({ verdict: true, ...expected });
      const bad = await run(`refuse ${file}`, "verify", at(file), "--work", at("unlisted.txt"));
      expect(bad.code).toBe(1);

      const bytes = await readFile(at(file));
      const verifiers = { p: verifyDisclosure, a: verifyDisclosure, l: verifyListing, r: verifyCertificate };
      const verifier = verifiers[file[0] as keyof typeof verifiers];
      const names = (checks: readonly { name: string; ok: boolean }[]) => checks.map(({ name, ok }) => `${name} ${ok}`);
      const policy = { circuits, key: entryOf("neither here nor there").key };
      const { verdict, checks } = verifier(bytes, policy);
      expect({ verdict, checks: names(checks) }).toEqual({
        verdict: false,
        checks: names(jsonOf<{ checks: { name: string; ok: boolean }[] }>(bad).checks),
      });
      expect(bytes.length).toBeLessThan(20_000);
    },
  );

  it("say of a file with rows that all of it was taken for one work", async () => {
    await writeFile(at("rows.jsonl"), '{"text":"work 7"}\n{"text":"work 8"}\n');
    const asked = await disjoint(["disclose", at("shard"), at("rows.jsonl"), "--out", at("rows.json")]);
    expect(asked.stdout).toMatch(
      /^absent: the shard does not hold the work with the key [0-9a-f]{62} under the scheme /,
    );
    expect(asked.stdout).toContain(`${at("rows.jsonl")} was taken for one work, all of it`);
    const { stdout } = await disjoint(["disclose", at("shard"), "--value", "work 7", "--out", at("one.json")]);
    expect(stdout).toMatch(
      /^present: the shard holds the work with the key [0-9a-f]{62} under the scheme [a-z0-9]+\n\S+\n$/,
    );
  });

  it(
    "of a list that has grown: what is listed later is neither excluded nor not, and what was said before is " +
      "behind",
    async () => {
      const grown = await writeList(at("grown"), [entryOf("listed later")], { confidential: true }, await copied());
      expect(grown.epochs).toEqual([2, 3]);
      const pack = at(`evidence/${readdirSync(at("evidence")).find((name) => name.endsWith(".car"))}`);
      const receipt = ["certificate", "--list", at("grown"), "--pack", pack, "--out", at("later.json")];
      const later = await disjoint([...receipt, "--value", "listed later", "--json"]);
      const upTo = [{ list: "opt-outs", epoch: 1, of: 2, pagesBehind: 1 }];
      expect([later.code, jsonOf(later)]).toMatchObject([6, { outcome: "behind", releases: 0, without: [pack], upTo }]);
      const policy = ["--work", at("listed.txt"), "--list", at("grown"), "--json"];
      for (const file of ["receipt.json", "listing.json"]) {
        const before = await disjoint(["verify", at(file), ...policy]);
        expect([file, before.code, jsonOf(before)]).toMatchObject([file, 6, { outcome: "behind", upTo }]);
      }
      expect((await disjoint([...receipt, at("listed.txt")])).code).toBe(0);
      expect((await disjoint(["verify", at("later.json"), ...policy])).code).toBe(0);
    },
  );

  /** The list's folder beside itself, to grow there. */
  async function copied(): Promise<Blocklist> {
    await cp(at("list"), at("grown"), { recursive: true });
    return list;
  }

  it("reveal no secret: no salt of a shard or page, no inner hash of the tree, no key but the work's", async () => {
    const places = new Map<string, Uint8Array>();
    for (const file of ["present.json", "absent.json", "listing.json", "receipt.json"])
      places.set(file, await readFile(at(file)));
    for (const [name, { stdout, stderr }] of Object.entries(ran)) places.set(name, Buffer.from(stdout + stderr));
    const salts = [shard.salt, ...list.pages.map(({ salt }) => salt)];
    const hashes = hashesOf(shard.tree);
    expect(leaks([...salts, ...hashes], places)).toEqual([]);
    const others = [...WORKS.filter((work) => work !== WORKS[5]), ...Array.from({ length: 40 }, (_, i) => `work ${i}`)]
      .filter((work) => work !== "work 7")
      .map((work) => BigInt(`0x${entryOf(work).key}`));
    expect(leaks(others, places, 31)).toEqual([]);
    expect(leaks([BigInt(`0x${entryOf("work 7").key}`)], places, 31)).toContain("present.json");
  });

  it("end with an error when there is nothing to prove", async () => {
    const code = async (...args: string[]) => {
      const { code: exit, stdout } = await disjoint([...args, "--out", at("none.json"), "--json"]);
      return `${exit} ${JSON.parse(stdout).error?.code}`;
    };
    expect(await code("disclose", at("shard"))).toBe("2 cli/arguments");
    expect(await code("disclose", at("shard"), at("listed.txt"), "--value", "x")).toBe("2 cli/arguments");
    expect(await code("disclose", at("shard"), "--value", "some words", "--scheme", "minhash")).toBe(
      "3 check/other-scheme",
    );
    expect(await code("disclose", at("shard"), "--value", "x", "--scheme", "text")).toBe("3 check/other-scheme");
    expect(await code("disclose", at("shard"), "--key", "0".repeat(62))).toBe("3 fingerprint/bad-key");
    expect(await code("blocklist", "open", at("list"), at("unlisted.txt"))).toBe("3 listing/not-listed");
    expect(await code("certificate", at("listed.txt"), "--list", at("list"))).toBe("2 cli/missing-option");
    expect(await code("certificate", at("listed.txt"), "--list", at("list"), "--pack", at("listed.txt"))).toBe(
      "3 certificate/bad-pack",
    );
  });
});

describe("the scheme that a work is asked about", () => {
  const asked = async (schemes: string[], ...question: string[]) => {
    const folder = folderWith({ "data.jsonl": '{"text":"one two three four five six"}\n' });
    const shard = join(folder, "shard");
    const fields = schemes.flatMap((scheme) => ["--scheme", `${scheme}:text`]);
    const made = await disjoint(["commit", join(folder, "data.jsonl"), ...fields, "--out", shard]);
    expect(made.code, made.stderr).toBe(0);
    const { code, stdout } = await disjoint([
      "disclose",
      shard,
      ...question,
      "--out",
      join(folder, "a.json"),
      "--json",
    ]);
    return { code, told: JSON.parse(stdout) };
  };

  it("is the shard's only one", async () => {
    const { code, told } = await asked(["text"], "--value", " One two  three four five six");
    expect([code, told.scheme, told.answer]).toEqual([0, "text", "present"]);
  });

  it("must be named when there are several, and the error lists each of them", async () => {
    const { code, told } = await asked(["text", "sha256"], "--value", "one");
    expect([code, told.error.code]).toEqual([2, "cli/missing-option"]);
    expect(told.error.hint).toBe("Ask with --scheme text or --scheme sha256.");
  });

  it("must be one of the shard's schemes: the error lists no others", async () => {
    const { code, told } = await asked(["text"], "--value", "one", "--scheme", "sha256");
    expect([code, told.error.code, told.error.hint]).toEqual([3, "check/other-scheme", "Ask with --scheme text."]);
  });

  it("must give the work exactly one key, or it is refused", async () => {
    const { code, told } = await asked(["minhash"], "--value", "one two three four five six seven eight");
    expect([code, told.error.code]).toEqual([2, "work/several-keys"]);
  });
});
