import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { ensureArtifacts } from "../../prover/setup/artifacts.ts";
import { FIELD_ORDER } from "../../prover/shared/field.ts";
import { temporaryFolder } from "../support/chain.ts";
import { disjoint, jsonOf } from "../support/cli.ts";
import { type DataFlow, LISTED, runDataFlow, type Step } from "../support/dataFlow.ts";
import { folderWith } from "../support/folder.ts";
import { hashesOf, keyNumber } from "../support/scene.ts";
import { filesBelow, leaks, spellings } from "../support/secrets.ts";
import { readMerkleShard } from "../support/shard.ts";

/** Planted, so that it can be looked for: no leading zero in any spelling, no digit pattern of something else. */
const SALT = 0x1b2c3d4e5f60718293a4b5c6d7e8f9010f1e2d3c4b5a69788796a5b4c3d2e1f3n;

let flow: DataFlow;
beforeAll(async () => {
  await ensureArtifacts("exclusion_16x60");
  const temporary = await temporaryFolder();
  flow = await runDataFlow(temporary.path, SALT);
  return temporary.remove;
}, 900_000);

const at = (name: string) => join(flow.folder, name);

describe("the whole data flow, one process per step", () => {
  it.each<[Step, number, Record<string, unknown>]>([
    ["commit", 0, { rows: 40, keys: 40, sources: { count: 40 } }],
    ["build", 0, { entries: LISTED, epochs: [2], pageSize: 16, scheme: "sha256" }],
    ["check", 0, { entries: LISTED, present: [] }],
    ["prove", 0, { made: 2, reused: 0, present: [] }],
    ["verify", 0, { verdict: true, scope: "list" }],
    ["deploy", 0, {}],
    ["publish", 0, { appended: 2, pageCount: 2, epoch: 1 }],
    ["early", 7, { verdict: false, outcome: "open", cleanPages: 0, cleanEpoch: 0, currentEpoch: 1 }],
    ["submit", 0, { accepted: 2, already: 0 }],
    ["status", 7, { state: "unknown", proved: "clean", cleanPages: 2, pageCount: 2, cleanEpoch: 1, currentEpoch: 1 }],
  ])("%s ends with %i and says what it did", (step, code, expected) => {
    const ran = flow.steps[step];
    expect(ran.code, ran.stderr).toBe(code);
    expect(jsonOf(ran)).toMatchObject(expected);
  });

  it("reports progress on stderr", () => {
    expect(flow.steps.commit.stderr).toMatch(/^tree \d+%: nodes hashed$/m);
    expect(flow.steps.prove.stderr).toMatch(/^prove \d+%: page \d with exclusion_\w+$/m);
  });

  it("repeats no work", async () => {
    const proved = await disjoint([
      "prove",
      at("shard"),
      "--list",
      at("list"),
      "--out",
      at("out"),
      "--json",
      "--quiet",
    ]);
    const submitted = await disjoint([
      "chain",
      "submit",
      at("out/bundle.json"),
      "--list-id",
      flow.list,
      "--state",
      at("chain"),
      "--json",
    ]);
    const published = await disjoint(["chain", "publish", at("list"), "--state", at("chain"), "--json"]);
    expect(jsonOf(proved)).toMatchObject({ made: 0, reused: 2 });
    expect(proved.stderr).toBe("");
    expect(jsonOf(submitted)).toMatchObject({ accepted: 0, already: 2 });
    expect(jsonOf(published)).toMatchObject({ appended: 0, list: flow.list, epoch: 1 });
  });

  it("also prints a summary for people", async () => {
    const { code, stdout } = await disjoint(["verify", at("out/bundle.json"), "--list", at("list")]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^true: the committed shard holds no entry of "list"$/m);
  });

  it("rejects a bundle with any change", async () => {
    const text = readFileSync(at("out/bundle.json"), "utf8");
    const last = flow.commitment.at(-1)!;
    const other = flow.commitment.slice(0, -1) + ((Number(last) + 1) % 10);
    const folder = folderWith({ "bundle.json": text.replace(flow.commitment, other) });
    const { code, stdout } = await disjoint(["verify", join(folder, "bundle.json"), "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: false });
  });
});

describe("the search for secrets", () => {
  const outputs = () =>
    new Map(
      Object.entries(flow.steps).flatMap(([step, { stdout, stderr }]) => [
        [`${step}'s stdout`, Buffer.from(stdout)] as const,
        [`${step}'s stderr`, Buffer.from(stderr)] as const,
      ]),
    );
  const files = (...folders: string[]) =>
    new Map([...filesBelow(flow.folder)].filter(([name]) => folders.some((folder) => name.startsWith(`${folder}/`))));

  it("finds the salt in its own file, and only there", () => {
    expect(leaks([SALT], filesBelow(flow.folder))).toEqual(["shard/salt"]);
    expect(spellings(SALT).map((spelling) => leaks([SALT], new Map([["place", spelling]])))).toEqual(
      spellings(SALT).map(() => ["place"]),
    );
  });

  it("finds no salt in any output", () => {
    expect(leaks([SALT], outputs())).toEqual([]);
  });

  it("finds no private value of a witness in outputs and files for others", async () => {
    const { tree } = await readMerkleShard(at("shard"));
    const hashes = hashesOf(tree);
    const keys = Array.from({ length: tree.keys.count }, (_, i) => keyNumber(tree.keys.read(i, i + 1)));
    expect([hashes.length, keys.length]).toEqual([15, 40]);
    const others = files("out", "list", "chain", "tmp");
    expect(others.size).toBeGreaterThan(7);
    for (const places of [outputs(), others]) {
      expect(leaks(hashes, places)).toEqual([]);
      expect(leaks(keys, places, 31)).toEqual([]);
    }
    expect(leaks(hashes, files("shard"))).toEqual(["shard/tree.bin"]);
    expect(leaks(keys, files("shard"), 31).sort()).toEqual(["shard/keys.bin", "shard/locations.bin"]);
  });

  it("shows the salt in a file that only its owner can read", async () => {
    const { code, stdout, stderr } = await disjoint(["commit", at("data"), "--out", at("second")]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^commitment \d+\n40 records .*\ncompared: .*\nNOT compared: nothing\n.*secret.*\n$/);
    expect(stderr).toMatch(/^tree \d+%: /m);
    expect(
      leaks([BigInt(readFileSync(at("second/salt"), "utf8"))], new Map([["output", Buffer.from(stdout + stderr)]])),
    ).toEqual([]);
    for (const shard of ["shard", "second"]) expect(statSync(at(`${shard}/salt`)).mode & 0o777).toBe(0o600);
    expect(readFileSync(at("second/salt"), "utf8")).not.toBe(`${SALT}\n`);
  });

  it("finds no witness on the disk", () => {
    const names = [...files("out").keys()];
    expect(names.filter((name) => !/^out\/(bundle|proofs\/[0-9a-f]{32})\.json$/.test(name))).toEqual([]);
    expect(names).toHaveLength(3);
    expect([...files("tmp").keys()]).toEqual([]);
    const witnesses = [...filesBelow(flow.folder)].filter(
      ([name, content]) => /wtns|witness/.test(name) || content.includes("wtns"),
    );
    expect(witnesses.map(([name]) => name)).toEqual([]);
  });

  it.each([
    ["another's", `${SALT - 1n}\n`],
    ["not reduced", `${SALT + FIELD_ORDER}\n`],
  ])("a salt that is %s is refused without being shown", async (_, content) => {
    const kept = readFileSync(at("shard/salt"));
    writeFileSync(at("shard/salt"), content);
    const ran = await disjoint(["prove", at("shard"), "--list", at("list"), "--out", at("none"), "--json"]);
    writeFileSync(at("shard/salt"), kept);
    expect(ran.code).toBe(3);
    const said = new Map([["output", Buffer.from(ran.stdout + ran.stderr)]]);
    expect(
      leaks(
        [SALT, SALT - 1n, SALT + FIELD_ORDER].map((salt) => salt % (1n << 256n)),
        said,
      ),
    ).toEqual([]);
    expect(said.get("output")!.includes(content.trim())).toBe(false);
  });
});
