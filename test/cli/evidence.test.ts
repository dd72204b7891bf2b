import { cp, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { writeBundle } from "../../prover/bundle/document.ts";
import { attestCommands } from "../../prover/cli/attest.ts";
import { evidenceCommands } from "../../prover/cli/evidence.ts";
import { verify } from "../../prover/cli/verify.ts";
import { writeLock } from "../../prover/keys/gate.ts";
import { sha256 } from "../../prover/shared/files.ts";
import { stringifyJson } from "../../prover/shared/json.ts";
import { codeOf } from "../support/errors.ts";
import { folderWith } from "../support/folder.ts";
import { productArtefacts, proveProduct } from "../support/groth16.ts";

let bundle: string;
let root: string;

beforeAll(async () => {
  const { artefacts, proof, publicSignals } = await proveProduct(3n);
  const [commitment, pageDigest] = publicSignals as [bigint, bigint];
  root = stringifyJson({
    ...{ format: "disjoint/blocklist/v1", name: "opt-out", scheme: "sha256", pageSize: 16, confidential: false },
    epochs: [1],
    pages: [{ file: "pages/0000.json", sha256: "0".repeat(64), digest: String(pageDigest), entries: 16 }],
  });
  bundle = writeBundle({
    ...{ commitment, scheme: "sha256", blocklist: { name: "opt-out", root: sha256(root) } },
    statements: [{ page: 0, pageSize: 16, pageDigest, circuitId: artefacts.lock.circuitId, proof }],
  });
});

function run(name: string, positionals: string[], values: Record<string, string | string[]> = {}) {
  const command = [...attestCommands, ...evidenceCommands, verify].find((each) => each.name === name)!;
  for (const option of Object.keys(values)) expect(command.options).toHaveProperty(option);
  return command.run({ positionals, values, onProgress: () => {} });
}

/** A folder with the bundle, the list and, under the name of one of our circuits, the small circuit of the tests. */
async function workplace(): Promise<(name: string) => string> {
  const folder = folderWith({ "bundle.json": bundle, "list/list.json": root, "Report.md": "what is proved" });
  const own = join(folder, "artefacts/exclusion_16x60");
  await cp((await productArtefacts()).folder, own, { recursive: true, dereference: true });
  const source = "0".repeat(64);
  await writeLock(own, { circuit: "exclusion_16x60", source, setup: "development", powersOfTau: null });
  return (name) => join(folder, name);
}

test("a pack is made, and checked by its policy alone", async () => {
  const at = await workplace();
  const { publicKey } = (await run("attest key", [at("key.pem")])).json as { publicKey: string };
  const values = { list: [at("list")], key: at("key.pem"), artefacts: at("artefacts"), attach: [at("Report.md")] };
  const made = await run("evidence make", [at("bundle.json")], { ...values, out: at("out") });
  const { pack, cid } = made.json as { pack: string; cid: string };
  expect(basename(pack)).toBe(`${cid}.car`);
  expect((await run("evidence make", [at("bundle.json")], { ...values, out: at("again") })).json).toMatchObject({
    cid,
  });

  const signer = [`vendor=${publicKey}`];
  const lists = { "list-root": [`opt-out=${sha256(root)}`] };
  const { circuitId } = (await productArtefacts()).lock;
  const ways: Record<string, string | string[]>[] = [{ circuit: [`${circuitId}=16`] }, { artefacts: at("artefacts") }];
  for (const trusted of ways) {
    const found = await run("verify", [pack], { signer, ...lists, ...trusted });
    expect(found).toMatchObject({ verdict: true, json: { cid, signedBy: ["vendor"] } });
    expect(found.text).toMatch(/policy: signers vendor; lists opt-out; circuits 0x/);
    expect(found.text).toContain("stated, not proved: attachment-report.md");
  }
  const refused = async (changed: Record<string, string[]>) =>
    (await run("verify", [pack], { signer, ...lists, circuit: [`${circuitId}=16`], ...changed })).verdict;
  expect(await refused({})).toBe(true);
  expect(await refused({ signer: [] })).toBe(false);
  expect(await refused({ "list-root": [] })).toBe(false);
  expect(await refused({ circuit: [`${circuitId}=256`] })).toBe(false);
  expect((await readFile(pack)).includes("PRIVATE KEY")).toBe(false);
});

test("what cannot be packed is said before anything is written", async () => {
  const at = await workplace();
  await run("attest key", [at("key.pem")]);
  const code = (positionals: string[], values: Record<string, string | string[]>) =>
    codeOf(() =>
      run("evidence make", positionals, { key: at("key.pem"), out: at("out"), artefacts: at("artefacts"), ...values }),
    );
  expect(await code([], {})).toBe("cli/arguments");
  expect(await code([at("bundle.json")], { list: [at("nowhere")] })).toBe("evidence/not-found");
  expect(await code([at("bundle.json")], { attach: [at("list")] })).toBe("evidence/not-found");
  expect(await code([at("bundle.json")], { artefacts: at("list") })).toBe("keys/no-artefacts");
  const pack = folderWith({ "statement.dsse.json": "" });
  expect(await codeOf(() => run("verify", [pack], { circuit: ["0x1=17"] }))).toBe("cli/bad-option");
});
