import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { stringifyJson } from "../../prover/shared/json.ts";
import { startAnvil } from "../support/anvil.ts";
import { keyFile } from "../support/chain.ts";
import { runCommand } from "../support/command.ts";
import { codeOf } from "../support/errors.ts";
import { folderWith } from "../support/folder.ts";
import { COMMITMENT, installed, listAndBundle } from "../support/installed.ts";

async function run(name: string, positionals: string[], values: Record<string, string | boolean> = {}) {
  const all = name === "deploy" ? { "without-256": true, ...values } : values;
  return runCommand(name === "status" ? name : `chain ${name}`, positionals, all);
}

test.each(["embedded", "anvil"])("from deployment to status on %s", async (kind) => {
  const folder = folderWith();
  const anvil = kind === "anvil" ? await startAnvil() : undefined;
  const where: Record<string, string> = anvil
    ? { rpc: anvil.url, "key-file": await keyFile(folder), deployment: join(folder, "deployment.json") }
    : { state: folder };
  try {
    const { list, bundle } = await listAndBundle();
    await run("deploy", [], { ...where, artifacts: installed() });
    const published = await run("publish", [list], { ...where, uri: "ipfs://list" });
    expect(published).toMatchObject({ verdict: true, json: { epoch: 1, pageCount: 2, appended: 2 } });
    const on = { ...where, "list-id": (published.json as { list: string }).list };
    const status = () => run("status", [String(COMMITMENT)], on);
    expect(await status()).toMatchObject({ verdict: false, json: { cleanEpoch: 0, currentEpoch: 1 } });
    expect(await run("submit", [bundle], on)).toMatchObject({ verdict: true, json: { accepted: 2, already: 0 } });
    expect(await run("submit", [bundle], on)).toMatchObject({ verdict: true, json: { accepted: 0, already: 2 } });
    const unregistered = { state: "unknown", proved: "clean", cleanPages: 2, cleanEpoch: 1, currentEpoch: 1 };
    expect(await status()).toMatchObject({ verdict: false, outcome: "open", json: unregistered });
    const outbox = join(folder, "outbox.sqlite");
    expect(await run("submit", [bundle], { ...on, outbox })).toMatchObject({ verdict: true, json: { accepted: 2 } });
    const index = { ...where, file: join(folder, "index.sqlite") };
    for (const rebuild of [false, true])
      expect(await run("index", [], { ...index, check: true, rebuild })).toMatchObject({
        verdict: true,
        json: { lists: [{ list: on["list-id"], pageCount: 2 }], facts: [{ pages: [0, 1], counts: true }] },
      });
    for (const file of [folder, join(folder, "nowhere", "index.sqlite")])
      expect(await codeOf(() => run("index", [], { ...where, file }))).toBe("index/cannot-open");
    expect(await run("status", ["5"], on)).toMatchObject({ verdict: false, json: { cleanPages: 0 } });

    expect((await status()).text).toContain(`\nshard ${COMMITMENT}: not registered\n`);
    const document = (commitment: bigint) =>
      stringifyJson({
        format: "disjoint/release/v1",
        model: "m",
        version: String(commitment),
        weights: "ab".repeat(32),
        parents: [],
        terms: "",
        shards: [{ commitment: String(commitment), schemes: ["sha256"], uri: "" }],
      });
    for (const [commitment, verdict] of [
      [COMMITMENT, true],
      [5n, false],
    ] as const) {
      const { json } = await run("register", [join(folderWith({ r: document(commitment) }), "r")], where);
      const { release } = json as { release: string };
      expect(await run("status", [], { ...on, "release-id": release })).toMatchObject({
        verdict,
        json: { borrowed: [] },
      });
    }
    expect(await status()).toMatchObject({ verdict: true, json: { state: "development-key", proved: "clean" } });
    expect((await status()).text).toMatch(/^shard \d+: registered first by 0x[0-9a-fA-F]{40} at \d{4}-.*Z$/m);
  } finally {
    await anvil?.stop();
  }
});

test("input that makes no sense, is missing or is not allowed has an error code of its own", async () => {
  const state = folderWith();
  const artifacts = installed();
  const list = `0x${"ab".repeat(32)}`;
  expect(await codeOf(() => run("status", ["5"], { state, "list-id": list }))).toBe("chain/not-found");
  await run("deploy", [], { state, artifacts });
  expect(await codeOf(() => run("deploy", [], { state, artifacts }))).toBe("chain/already-deployed");
  expect(await codeOf(() => run("deploy", ["x"], { state, artifacts }))).toBe("cli/arguments");
  expect(await codeOf(() => run("status", ["5"], { state }))).toBe("cli/missing-option");
  expect(await codeOf(() => run("status", ["5"], { state, "list-id": "0x12" }))).toBe("cli/bad-option");
  expect(await codeOf(() => run("status", ["0x5"], { state, "list-id": list }))).toBe("field/not-canonical");
  expect(await codeOf(() => run("status", ["5"], { state, "list-id": list }))).toBe("chain/unknown-list");
  expect(await codeOf(() => run("submit", [join(state, "no")], { state, "list-id": list }))).toBe("bundle/not-found");
  expect(await codeOf(() => run("status", ["5"], { state, "list-id": list, rpc: "http://127.0.0.1:9" }))).toBe(
    "cli/bad-option",
  );
  expect(await codeOf(() => run("status", ["5"], { "list-id": list, rpc: "http://127.0.0.1:9" }))).toBe(
    "chain/unreachable",
  );
});

test("a deployment on another chain is not queried", async () => {
  const state = folderWith();
  await run("deploy", [], { state, artifacts: installed() });
  const anvil = await startAnvil(["--chain-id", "1337"]);
  try {
    const values = {
      rpc: anvil.url,
      deployment: join(state, "deployment-31337.json"),
      "list-id": `0x${"ab".repeat(32)}`,
    };
    expect(await codeOf(() => run("status", ["5"], values))).toBe("chain/other-chain");
  } finally {
    await anvil.stop();
  }
});

test("a development key is not deployed on a public chain", async () => {
  const folder = folderWith();
  const anvil = await startAnvil(["--chain-id", "11155111"]);
  try {
    mkdirSync(join(folder, "keys"));
    const values = {
      rpc: anvil.url,
      "key-file": await keyFile(join(folder, "keys")),
      deployment: join(folder, "deployment.json"),
    };
    const deployed = (setup: "development" | "ceremony") =>
      run("deploy", [], { ...values, artifacts: installed(setup) });
    expect(await codeOf(() => deployed("development"))).toBe("chain/development-key");
    expect(await deployed("ceremony")).toMatchObject({ verdict: true });
  } finally {
    await anvil.stop();
  }
});
