import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { Blocklist } from "../../../prover/blocklist/list.ts";
import { verifyBundle } from "../../../prover/bundle/verify.ts";
import type { Shard } from "../../../prover/commitment/shard/readShard.ts";
import { CIRCUITS } from "../../../prover/plan/circuits.ts";
import { ensureArtifacts } from "../../../prover/setup/artifacts.ts";
import type { Artifacts } from "../../../prover/setup/verifiedArtifacts.ts";
import type { OnProgress } from "../../../prover/shared/progress.ts";
import { BUNDLE_FILE, proveShard } from "../../../prover/statements/exclusion.ts";
import { someEntries, writeList } from "../../support/blocklist.ts";
import { temporaryFolder } from "../../support/chain.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { commitFiles, entryOf, someFiles } from "../../support/shard.ts";

const CIRCUIT = "exclusion_16x60";

let folder: string;
let shard: Shard;
let list: Blocklist;
let key: Artifacts;
/** Proofs of both pages of the list, made once; tests work on copies. */
let proofs: string;

beforeAll(async () => {
  const temporary = await temporaryFolder();
  folder = temporary.path;
  key = await ensureArtifacts(CIRCUIT);
  shard = await commitFiles(join(folder, "clean"), someFiles(40));
  list = await writeList(join(folder, "list"), someEntries(17));
  proofs = join(folder, "proofs");
  expect(await run(proofs)).toMatchObject({ present: [], made: 2, reused: 0, circuits: { [CIRCUIT]: 2 } });
  return temporary.remove;
});

type Changes = { shard?: Shard; list?: Blocklist; onProgress?: OnProgress; signal?: AbortSignal };
const run = (out: string, changes: Changes = {}) =>
  proveShard({ shard, list, out, artifacts: async () => key, circuits, ...changes });

const circuits = CIRCUITS.filter(({ name }) => name === CIRCUIT);

/** Whether a run would make a proof: it is called off as soon as it begins one. */
async function wantsToProve(out: string, changes: Changes = {}): Promise<boolean> {
  const abort = new AbortController();
  const onProgress: OnProgress = ({ stage }) => stage === "groth16" && abort.abort();
  const ended = await run(out, { ...changes, onProgress, signal: abort.signal }).catch((error) => error);
  if (abort.signal.aborted) expect(ended).toBe(abort.signal.reason);
  else expect(ended).toMatchObject({ made: 0 });
  return abort.signal.aborted;
}

function copy(): string {
  const out = folderWith();
  cpSync(proofs, out, { recursive: true });
  return out;
}

const files = (out: string) => readdirSync(join(out, "proofs")).sort();
const bundleOf = (out: string) => readFileSync(join(out, BUNDLE_FILE));
const verdictOf = (out: string, { name, root, scheme, pages }: Blocklist = list) =>
  verifyBundle(bundleOf(out), [{ kind: "exclusion", key: key.key, pageSize: 16 }], {
    name,
    root,
    scheme,
    pages: pages.map(({ size, digest }) => ({ pageSize: size, pageDigest: digest })),
  });

describe("proofs of a whole list", () => {
  it("are a bundle that verifies against the list, and a file for each page", () => {
    expect(verdictOf(proofs)).toMatchObject({ verdict: true, scope: "list" });
    expect(files(proofs)).toHaveLength(2);
    expect(readdirSync(proofs).sort()).toEqual([BUNDLE_FILE, "proofs"]);
  });

  it("are not made again", async () => {
    const out = copy();
    expect(await run(out)).toMatchObject({ made: 0, reused: 2 });
    expect(bundleOf(out).equals(bundleOf(proofs))).toBe(true);
  });

  it("of a list that has grown are made for the new pages only", async () => {
    const out = copy();
    const grown = await writeList(join(folder, "grown"), someEntries(17));
    expect(grown.root).toBe(list.root);
    const longer = await writeList(join(folder, "grown"), someEntries(2, "later"), {}, grown);
    expect(await run(out, { list: longer })).toMatchObject({ made: 1, reused: 2 });
    expect(verdictOf(out, longer).verdict).toBe(true);
    expect(verdictOf(out).verdict).toBe(false);
  });
});

describe("a stored proof", () => {
  const swapDigits = (text: string) =>
    text.replace(/"a": \[\n +"(\d)/, (all, digit) => `${all.slice(0, -1)}${9 - digit}`);

  it.each<[string, (text: string, out: string) => string]>([
    ["damaged in one digit", swapDigits],
    ["cut", (text) => text.slice(0, -2)],
    ["empty", () => ""],
    ["of another page", (_, out) => readFileSync(join(out, "proofs", files(out)[1]!), "utf8")],
    ["that is a bundle", (_, out) => bundleOf(out).toString()],
  ])("%s does not count", async (_, change) => {
    const out = copy();
    const path = join(out, "proofs", files(out)[0]!);
    const good = readFileSync(path, "utf8");
    const changed = change(good, out);
    expect(changed).not.toBe(good);
    writeFileSync(path, changed);
    expect(await wantsToProve(out)).toBe(true);
  });

  it("that is damaged is made again", async () => {
    const out = copy();
    const path = join(out, "proofs", files(out)[0]!);
    writeFileSync(path, swapDigits(readFileSync(path, "utf8")));
    expect(await run(out)).toMatchObject({ made: 1, reused: 1 });
    expect(verdictOf(out).verdict).toBe(true);
    expect(await wantsToProve(out)).toBe(false);
  });

  it("of another commitment to the same data is not reused, whatever its name", async () => {
    const page = { ...list, pages: list.pages.slice(0, 1) };
    const again = await commitFiles(join(folder, "again"), someFiles(40));
    expect(again.commitment).not.toBe(shard.commitment);
    const out = copy();
    expect(await run(out, { shard: again, list: page })).toMatchObject({ made: 1, reused: 0 });
    const [name] = files(out).filter((file) => !files(proofs).includes(file));
    for (const other of files(proofs)) {
      cpSync(join(proofs, "proofs", other), join(out, "proofs", name!));
      expect(await wantsToProve(out, { shard: again, list: page })).toBe(true);
    }
    expect(await wantsToProve(out)).toBe(false);
  });
});

describe("an interrupted run", () => {
  it("leaves the proofs that it made, and the next run resumes with them", async () => {
    const out = folderWith();
    const long = await writeList(join(folder, "long"), someEntries(3 * 16));
    const abort = new AbortController();
    const onProgress: OnProgress = ({ stage, done }) => {
      if (stage === "prove" && done === 1) abort.abort();
    };
    await expect(run(out, { list: long, signal: abort.signal, onProgress })).rejects.toThrow();
    expect(readdirSync(out)).toEqual(["proofs"]);
    // Two pages are proved at a time: the second one may have been nearly done.
    const made = files(out).length;
    expect([1, 2]).toContain(made);
    expect(await run(out, { list: long })).toMatchObject({ made: 3 - made, reused: made });
  });

  it("does nothing if it was cancelled before it began", async () => {
    const out = join(folderWith(), "out");
    await expect(run(out, { signal: AbortSignal.abort() })).rejects.toThrow();
    expect(existsSync(out)).toBe(false);
    await expect(run(copy(), { signal: AbortSignal.abort() })).rejects.toThrow();
  });
});

describe("a shard with a listed work", () => {
  it("is reported, and neither a proof nor a file is made", async () => {
    const out = join(folderWith(), "out");
    const dirty = await commitFiles(join(folder, "dirty"), { ...someFiles(5), "copied.txt": "a listed work" });
    const entries = [...someEntries(16), entryOf("a listed work", "the work")];
    const listing = await writeList(join(folder, "listing"), entries);
    const stages = new Set<string>();
    const onProgress: OnProgress = ({ stage }) => stages.add(stage);
    const proved = await run(out, { shard: dirty, list: listing, onProgress });
    expect(proved).toMatchObject({ present: [{ label: "the work", records: [{ source: "copied.txt", row: 1 }] }] });
    expect(proved).not.toHaveProperty("bundle");
    expect(existsSync(out)).toBe(false);
    expect([...stages]).toEqual([]);
  });

  it("is refused when the list is of a scheme that it has no keys of", async () => {
    const listing = await writeList(join(folder, "sha1"), someEntries(2), { scheme: "sha1" });
    expect(await codeOf(() => run(join(folder, "none"), { list: listing }))).toBe("check/other-scheme");
  });
});
