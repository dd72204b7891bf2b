import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { atEpoch } from "../../../prover/blocklist/epoch.ts";
import { LIST_FILE } from "../../../prover/blocklist/format.ts";
import { readBlocklist } from "../../../prover/blocklist/read.ts";
import { readListRoot } from "../../../prover/bundle/listRoot.ts";
import { stringifyJson } from "../../../prover/shared/json.ts";
import { PROJECT_ROOT } from "../../../prover/shared/root.ts";
import { someEntries, writeList } from "../../support/blocklist.ts";
import { codeOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { poseidon } from "../../support/scene.ts";

const GOLDEN = join(PROJECT_ROOT, "test/vectors/list.v1");
const GOLDEN_ROOT = "e3952cd320e281a562566221bd26fed8958eaeda3677e646d34a0d932af84621";
const left = (name: string) => ({ name, reason: "could not be read" });
const rootOf = (folder: string) => readFileSync(join(folder, LIST_FILE));

describe("a list of version 1", () => {
  it("is read, and its bytes have not changed", async () => {
    const list = await readBlocklist(GOLDEN, poseidon);
    expect(list).toMatchObject({ root: GOLDEN_ROOT, epochs: [1, 2], leftOut: [] });
    expect(list.pages.flatMap(({ labels }) => labels)).toEqual(["a", "b"]);
    expect(atEpoch(list, 2)).toMatchObject({ root: GOLDEN_ROOT, document: rootOf(GOLDEN).toString() });
    expect(atEpoch(list, 1).root).toBe("abf2bbd2851f6ec5c9c4dcf8d3cd070da5ff1eac1da26a9178bf8fdada876097");
  });

  it("becomes version 2 when something is left out, and its earlier epochs do not change", async () => {
    const folder = folderWith();
    cpSync(GOLDEN, folder, { recursive: true });
    const { name, scheme, pageSize, ...old } = await readBlocklist(folder, poseidon);
    const terms = { name, scheme, pageSize, confidential: old.confidential };
    const written = await writeList(folder, someEntries(1), terms, { ...terms, ...old }, [left("host.example/a\nb")]);
    expect(written.leftOut).toEqual([{ epoch: 3, name: "host.example/a b", reason: "could not be read" }]);
    expect(await readBlocklist(folder, poseidon)).toEqual(written);
    expect(JSON.parse(rootOf(folder).toString()).format).toBe("disjoint/blocklist/v2");
    expect(atEpoch(written, 2).root).toBe(GOLDEN_ROOT);
    const later = await writeList(folder, someEntries(1, "later"), terms, written);
    expect(later.leftOut).toEqual(written.leftOut);
    expect(atEpoch(later, 3).root).toBe(written.root);
  });
});

describe("a list of version 2", () => {
  it("is accepted by a verifier as the list of its pages", async () => {
    const folder = folderWith();
    const list = await writeList(folder, someEntries(3), {}, undefined, [left("a"), left("b")]);
    expect(readListRoot(rootOf(folder))).toMatchObject({ issues: [], value: { root: list.root, entries: 3 } });
  });

  it("that is confidential reveals no name", async () => {
    const folder = folderWith();
    const list = await writeList(folder, someEntries(3), { confidential: true }, undefined, [left("secret.example")]);
    expect(list.leftOut).toEqual([{ epoch: 1, name: null, reason: "could not be read" }]);
    expect(rootOf(folder).toString()).not.toContain("secret");
    expect(await readBlocklist(folder, poseidon)).toEqual(list);
  });

  it.each<[string, (root: Record<string, unknown>) => void]>([
    ["without what was left out", (root) => delete root.leftOut],
    ["with nothing left out", (root) => (root.leftOut = [])],
    ["with what is no list", (root) => (root.leftOut = {})],
    ["with a later epoch", (root) => (root.leftOut = [{ ...left("a"), epoch: 2 }])],
    ["with a field more", (root) => (root.leftOut = [{ ...left("a"), epoch: 1, more: 1 }])],
    ["with a name that is not printable", (root) => (root.leftOut = [{ ...left("a\n"), epoch: 1 }])],
    ["with no name", (root) => (root.leftOut = [{ ...left("a"), name: null, epoch: 1 }])],
    ["called version 1", (root) => (root.format = "disjoint/blocklist/v1")],
  ])("is refused %s", async (_, change) => {
    const folder = folderWith();
    await writeList(folder, someEntries(3), {}, undefined, [left("a")]);
    const root = JSON.parse(rootOf(folder).toString());
    change(root);
    writeFileSync(join(folder, LIST_FILE), stringifyJson(root, 2));
    expect(await codeOf(() => readBlocklist(folder, poseidon))).toBe("blocklist/invalid");
  });
});
