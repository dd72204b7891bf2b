import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { EXIT } from "../../prover/shared/exit.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { temporaryFolder } from "../support/chain.ts";
import { disjoint, jsonOf, type Ran } from "../support/cli.ts";
import { growList, makeReleaseScene, type ReleaseScene } from "../support/releaseScene.ts";

// One release as its vendor, a regulator and an auditor see it: before, clean, behind, clean again.

type Told = {
  verdict: boolean | string;
  outcome: string;
  upTo?: { list: string; epoch: number; of: number; pagesBehind: number; since?: string }[];
  checks?: { name: string; ok: boolean }[];
};
type Released = Told & {
  mode: string;
  release: string;
  evidence: { path: string };
  coverage: { listId: string; commitment: string }[];
};

let scene: ReleaseScene;
let folder: string;
let remove: () => Promise<void>;
let first: Released;
let signer: string;
const at = (name: string) => join(folder, name);
const chain = () => ["--rpc", scene.anvil.url, "--deployment", at("deployment.json")];
const rootNow = () => sha256(readFileSync(at("list/list.json")));
const verify = (pack: string, ...policy: string[]) => disjoint(["verify", pack, "--signer", signer, ...policy]);
const release = (...options: string[]) => disjoint(["release", "v1", "--config", folder, ...options]);
const told = <T = Told>(ran: Ran) => jsonOf<T>(ran);

beforeAll(async () => {
  ({ path: folder, remove } = await temporaryFolder());
  const circuits = ["exclusion_16x60"];
  scene = await makeReleaseScene({ folder, shards: { web: 5, books: 4 }, entries: 3, pageSize: 16, circuits });
}, 900_000);
afterAll(async () => {
  await scene?.stop();
  await remove?.();
});

describe("before a release", () => {
  it.each(["plan-only", "dry-run"])("a %s is open and claims nothing", async (mode) => {
    const ran = await release(`--${mode}`, "--json");
    expect(ran.code).toBe(EXIT.open);
    expect(told<Released>(ran)).toMatchObject({ mode, verdict: "open", outcome: "open", upTo: [], release: null });
    const { code, stdout } = await release(`--${mode}`);
    expect(code).toBe(EXIT.open);
    expect(stdout).toMatch(/\nv1 is open: 2 pages not proved yet; a (dry run|plan) .*proves nothing\n$/);
    expect(stdout).not.toMatch(/\b(true|clean:)/);
  });
});

describe("a release", () => {
  it("runs silently with --quiet, and is then reported as clean", async () => {
    expect(await release("--quiet")).toEqual({ code: EXIT.true, stdout: "", stderr: "" });
    const ran = await release("--json", "--quiet");
    first = told<Released>(ran);
    expect({ code: ran.code, stderr: ran.stderr }).toEqual({ code: 0, stderr: "" });
    expect(first).toMatchObject({ mode: "run", verdict: "clean", outcome: "true", upTo: [] });
    const envelope = JSON.parse(readFileSync(join(first.evidence.path.slice(0, -4), "statement.dsse.json"), "utf8"));
    const { publicKey } = await publicKeyOf(envelope.signatures[0].keyid);
    signer = `vendor=${publicKey}`;
    const ok = await verify(first.evidence.path, "--list", at("list"), ...chain());
    expect(ok.code, ok.stdout + ok.stderr).toBe(0);
    expect(ok.stdout).toMatch(/^true: no entry of "opt-outs" is in "(web|books)", "(web|books)"\n {2}release /);
    expect(ok.stdout).toMatch(/^ {2}caveat +a development key/m);
    const { listId } = first.coverage[0]!;
    const status = await disjoint(["status", "--release-id", first.release, "--list-id", listId, ...chain(), "--json"]);
    expect([status.code, told(status).outcome]).toEqual([0, "true"]);
  });

  it("answers a question about a work for all of its shards", async () => {
    const ask = (value: string, out: string, ...more: string[]) => {
      const question = ["disclose", "--tag", "v1", "--config", folder, "--value", value];
      return disjoint([...question, "--out", at(out), ...more, "--json"]);
    };
    const present = await ask("record 3 of books", "present");
    expect(present.code, present.stderr).toBe(0);
    const found = jsonOf<{ answer: string; shards: { shard: string; answer: string; commitment: string }[] }>(present);
    expect(found).toMatchObject({ release: "v1", answer: "present", scheme: "sha256", parents: [] });
    expect(found.shards.map(({ shard, answer }) => [shard, answer])).toEqual([
      ["web", "absent"],
      ["books", "present"],
    ]);
    expect(readdirSync(at("present")).sort()).toEqual(["0000-web.json", "0001-books.json"]);
    for (const [i, { commitment, answer }] of found.shards.entries()) {
      const file = at(`present/${readdirSync(at("present")).sort()[i]}`);
      const known = ["--commitment", commitment, "--value", "record 3 of books"];
      const checked = await disjoint(["verify", file, ...known, "--json"]);
      expect([checked.code, jsonOf(checked).answer]).toEqual([0, answer]);
      expect((await disjoint(["verify", file, ...known.with(3, "another work")])).code).toBe(1);
    }
    expect(jsonOf(await ask("no record at all", "absent"))).toMatchObject({
      answer: "absent",
      shards: [{ answer: "absent" }, { answer: "absent" }],
    });
    const other = await ask("x", "none", "--scheme", "text");
    expect([other.code, jsonOf<{ error: { code: string; hint: string } }>(other).error]).toMatchObject([
      3,
      { code: "check/other-scheme", hint: "Ask with --scheme sha256." },
    ]);
    const unknown = await disjoint(["disclose", "--tag", "v9", "--config", folder, "--value", "x", "--out", "o"]);
    expect(unknown).toMatchObject({ code: 2, stdout: "" });
    expect(unknown.stderr).toMatch(/release\/unknown-tag: v9 .*\n {2}Release it first/);
  });
});

describe("when the list has grown", () => {
  let before: string;
  let day: string;
  beforeAll(async () => {
    before = rootNow();
    await growList(folder, 3, 5, 16);
  });

  it("the pack is behind the list's folder offline, neither true nor false", async () => {
    const ran = await verify(first.evidence.path, "--list", at("list"), "--json");
    expect(ran.code).toBe(EXIT.behind);
    expect(told(ran)).toMatchObject({ verdict: false, outcome: "behind" });
    expect(told(ran).upTo).toEqual([{ list: "opt-outs", epoch: 1, of: 2, pagesBehind: 1 }]);
    expect(
      told(ran)
        .checks!.filter(({ ok }) => !ok)
        .map(({ name }) => name),
    ).toEqual(["list-0-current"]);
    const { stdout } = await verify(first.evidence.path, "--list", at("list/list.json"));
    expect(stdout).toMatch(
      /^behind: of "opt-outs" true up to epoch 1 of 2, one page behind\n {2}as it was then +no entry/,
    );
    expect(stdout).not.toMatch(/^(true|false|FAIL)/m);
    expect(await verify(first.evidence.path, "--list", at("list"), "--quiet")).toMatchObject({ code: 6, stdout: "" });
  });

  it("a root alone does not show whether the list has grown, and the output says so", async () => {
    const grown = await verify(first.evidence.path, "--list-root", `opt-outs=${rootNow()}`);
    expect(grown.code).toBe(EXIT.false);
    expect(grown.stdout).toMatch(/^FAIL list-0-pinned: .* a root alone does not tell: bring the list$/m);
    const same = await verify(first.evidence.path, "--list-root", `opt-outs=${before}`);
    expect(same.code).toBe(EXIT.true);
    expect(same.stdout).toMatch(
      /known by its root alone: whether the list has grown since was not checked \(--list\)$/m,
    );
  });

  it("the bundles are behind as well, and an unrelated list is refused", async () => {
    const bundle = join(first.evidence.path.slice(0, -4), "bundle-0000.json");
    expect(told(await disjoint(["verify", bundle, "--list", at("list"), "--json"]))).toMatchObject({
      outcome: "behind",
      scope: "list",
      upTo: [{ list: "opt-outs", epoch: 1, of: 2, pagesBehind: 1 }],
    });
    const other = at("other");
    writeFileSync(at("hashes.txt"), `${sha256("another work")}\n`);
    const build = ["blocklist", "build", at("hashes.txt"), "--page-size", "16"];
    expect((await disjoint([...build, "--name", "opt-outs", "--out", other])).code).toBe(0);
    expect((await disjoint(["verify", bundle, "--list", other])).code).toBe(EXIT.false);
    expect((await verify(first.evidence.path, "--list", other)).code).toBe(EXIT.false);
  });

  it("status, verify and release give the date in the same words", async () => {
    const key = ["--key-file", at("account-0")];
    const publish = ["chain", "publish", at("list"), "--uri", "https://example.org/list"];
    const { code, stderr } = await disjoint([...publish, ...chain(), ...key, "--quiet"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { listId, commitment } = first.coverage[0]!;
    const of = (ran: Ran) => ({ code: ran.code, outcome: told(ran).outcome, upTo: told(ran).upTo });
    const status = await disjoint(["status", "--release-id", first.release, "--list-id", listId, ...chain(), "--json"]);
    day = told(status).upTo![0]!.since!.slice(0, 10);
    const upTo = { epoch: 1, of: 2, pagesBehind: 1, since: told(status).upTo![0]!.since };
    expect(upTo.since).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    expect(of(status)).toEqual({ code: 6, outcome: "behind", upTo: [{ list: listId, ...upTo }] });
    const shard = await disjoint(["status", commitment, "--list-id", listId, ...chain(), "--json"]);
    expect(of(shard)).toEqual(of(status));
    const behind = { code: 6, outcome: "behind", upTo: [{ list: "opt-outs", ...upTo }] };
    for (const policy of [
      ["--list-root", `opt-outs=${before}`],
      ["--list", at("list")],
    ])
      expect(of(await verify(first.evidence.path, ...policy, ...chain(), "--json"))).toEqual(behind);
    expect(of(await release("--refresh", "--dry-run", "--json"))).toEqual(behind);
    const { stdout } = await release("--refresh", "--plan-only", "--report", `sarif=${at("report.sarif")}`);
    const sentence = `v1 is behind: of "opt-outs" true up to epoch 1 of 2, one page behind since ${day}; a plan`;
    expect(stdout).toContain(sentence);
    expect(readFileSync(at("report.sarif"), "utf8")).toContain(sentence.replaceAll('"', '\\"'));
  });

  it("a refresh makes it clean again, and the old pack stays behind", async () => {
    expect(await release("--refresh", "--quiet")).toEqual({ code: 0, stdout: "", stderr: "" });
    const again = told<Released>(await release("--refresh", "--json", "--quiet"));
    expect(again).toMatchObject({ verdict: "clean", outcome: "true", release: first.release });
    expect((await verify(again.evidence.path, "--list", at("list"), ...chain())).code).toBe(0);
    expect((await verify(first.evidence.path, "--list", at("list"), ...chain())).code).toBe(EXIT.behind);
  });
});

/** The public key of the scene's signing key, held against the id that a signature names. */
async function publicKeyOf(keyid: string): Promise<{ publicKey: string }> {
  const { createPrivateKey, createPublicKey } = await import("node:crypto");
  const pem = readFileSync(at("signing.pem"));
  const der = createPublicKey(createPrivateKey(pem)).export({ type: "spki", format: "der" });
  expect(sha256(der)).toBe(keyid);
  return { publicKey: der.subarray(-32).toString("hex") };
}
