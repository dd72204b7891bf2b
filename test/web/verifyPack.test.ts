import { writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readArchive } from "../../prover/evidence/car.ts";
import { openRegistry, type Registry } from "../../prover/registry.ts";
import type { Check } from "../../prover/verify.ts";
import { confirmBlocks } from "../../web/verify/blocks.ts";
import { commandLine } from "../../web/verify/commandLine.ts";
import { readPickedPack } from "../../web/verify/packFiles.ts";
import { type Terms, termsFor } from "../../web/verify/policy.ts";
import type { PackSource, VerifierAnswer, VerifierRequest } from "../../web/verify/protocol.ts";
import { type Thread, verifyInThread } from "../../web/verify/verification.ts";
import { makeVerifier } from "../../web/verify/verifier.ts";
import { runCommand } from "../support/command.ts";
import { damagedPacks } from "../support/damagedPacks.ts";
import { openPackScene, type PackScene } from "../support/packScene.ts";

// The page comes to the same verdict on a pack as the command line under the command that the page names.

let scene: PackScene;
const ask = (method: string, params: readonly unknown[]) => scene.chain.provider.send(method, [...params]);

beforeAll(async () => {
  scene = await openPackScene();
});
afterAll(() => scene?.close());

/** The worker's code behind the interface of a worker, with copies of what is sent as between threads. */
function thread(): Thread & { ended: boolean } {
  const listeners = new Set<(event: { type: string; data?: unknown }) => void>();
  const tell = (answer: VerifierAnswer) => {
    for (const listener of listeners) listener({ type: "message", data: structuredClone(answer) });
  };
  const verify = makeVerifier(tell);
  const made = {
    ended: false,
    postMessage: (request: VerifierRequest) => void setImmediate(() => made.ended || verify(structuredClone(request))),
    terminate: () => void (made.ended = true),
    addEventListener: (type: string, listener: (event: { type: string }) => void) =>
      void (type === "message" && listeners.add(listener)),
    removeEventListener: (_: string, listener: (event: { type: string }) => void) => void listeners.delete(listener),
  };
  return made;
}

/** What the page comes to, with every check that it showed on the way. */
async function onPage(pack: PackSource, known: { registry: Registry; release?: string } = scene) {
  const shown: Check[] = [];
  const shares: number[] = [];
  const verified = await verifyInThread(
    thread(),
    pack,
    async (claims) =>
      termsFor(claims, {
        registry: known.registry,
        ...(known.release && { release: known.release }),
        signers: scene.scene.policy.signers,
        ...(claims.chain && { blocks: await confirmBlocks(claims.chain, ask) }),
      }),
    (checks, share) => {
      shown.push(...checks);
      shares.push(share);
    },
    new AbortController().signal,
  );
  return { verified, shown, shares };
}

/** What the command line comes to under the page's command. */
async function onCommandLine(pack: Uint8Array, terms: Terms) {
  await writeFile(scene.at("pack.car"), pack);
  const values: Record<string, string[]> = {};
  for (const [, option, value] of commandLine(terms.policy).matchAll(/--(\S+) ('[^']*'|\S+)/g))
    (values[option!] ??= []).push(value!.replaceAll("'", ""));
  const { "list-root": roots, "list-id": ids, signer, circuit, "powers-id": powers, "release-id": [id] = [] } = values;
  return runCommand("verify", [scene.at("pack.car")], {
    ...(roots && { "list-root": roots }),
    ...(ids && { "list-id": ids }),
    ...(signer && { signer }),
    ...(circuit && { circuit }),
    ...(powers && { "powers-id": powers }),
    ...(id && { "release-id": id }),
    deployment: scene.at("DEPLOYMENT.json"),
    ...("rpc" in values && { rpc: scene.anvil.url }),
  });
}

const failed = (checks: readonly Check[]) => checks.flatMap(({ name, ok }) => (ok ? [] : [name]));

test("finds a good pack true, as the command line does, and shows every check once", async () => {
  const { verified, shown, shares } = await onPage(scene.pack);
  expect(failed(shown)).toEqual([]);
  expect(verified?.found).toMatchObject({ verdict: true, outcome: "true", signedBy: ["vendor"] });
  expect(verified?.found.checks).toEqual(shown);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBe(1);
  expect(shown.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["chain-blocks", "chain-contracts", "chain-release-id", "node-release-opt-out"]),
  );
  const ran = await onCommandLine(scene.pack, verified!.terms);
  expect(ran).toMatchObject({ verdict: true, outcome: "true" });
  expect(shown.map(({ name }) => name).sort()).toEqual(ran.checks!.map(({ name }) => name).sort());
});

test("finds every damaged pack false, for the same reasons as the command line", async () => {
  const { terms } = (await onPage(scene.pack)).verified!;
  const packs = damagedPacks(scene.pack);
  for (const [what, pack] of packs) {
    const { verified, shown } = await onPage(pack);
    const ran = await onCommandLine(pack, verified?.terms ?? terms);
    expect(ran.verdict, what).toBe(false);
    expect(verified?.found.outcome ?? "false", what).toBe(ran.outcome);
    if (verified === undefined) expect(shown).toEqual([]);
    else expect(failed(verified.found.checks).sort(), what).toEqual(failed(ran.checks!).sort());
  }
  expect(packs.length).toBeGreaterThanOrEqual(12);
});

test("finds a pack of another release or of a registry that does not know it false", async () => {
  const other = await onPage(scene.pack, { registry: scene.registry, release: `0x${"12".repeat(32)}` });
  expect(failed(other.shown)).toEqual(["chain-release-id"]);
  const empty = openRegistry({ ...scene.registry.snapshot, lists: [], releases: [], shards: [] });
  const { verified } = await onPage(scene.pack, { registry: empty });
  expect(verified?.terms.unknown).toEqual(["music", "opt-out"]);
  expect(failed(verified!.found.checks)).toEqual(
    expect.arrayContaining(["lists-named", "node-epoch-opt-out", "node-release-opt-out", "node-shard-0-opt-out"]),
  );
});

test("takes a folder as the archive of its files", async () => {
  const { files } = readArchive(scene.pack)!;
  const picked = [...files].map(([name, bytes]) => ({ path: `pack/${name}`, bytes: async () => bytes }));
  expect((await onPage(await readPickedPack(picked))).verified?.found.verdict).toBe(true);
  const more = { path: "pack/inside/a.json", bytes: async () => new Uint8Array(1) };
  expect((await onPage(await readPickedPack([...picked, more]))).verified?.found.verdict).toBe(false);
  const alone = await readPickedPack([{ path: "pack.car", bytes: async () => scene.pack }]);
  expect(alone).toBe(scene.pack);
});

test("ends when the reader cancels, and says when the verifier itself fails", async () => {
  const controller = new AbortController();
  const own = thread();
  const terms = () => {
    controller.abort(new Error("cancelled"));
    return { policy: scene.scene.policy, known: [], compared: [], unknown: [] };
  };
  await expect(verifyInThread(own, scene.pack, terms, () => {}, controller.signal)).rejects.toThrow("cancelled");
  expect(own.ended).toBe(true);
  const broken = { policy: { ...scene.scene.policy, circuits: null as never }, known: [], compared: [], unknown: [] };
  const run = verifyInThread(
    thread(),
    scene.pack,
    () => broken,
    () => {},
    new AbortController().signal,
  );
  await expect(run).rejects.toThrow("TypeError");
});
