import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { verifyLineage } from "../../../prover/custody/lineage/verify.ts";
import { importMlflowRun } from "../../../prover/custody/steps/mlflow.ts";
import { inspectStep, makeStepStatement } from "../../../prover/custody/steps/statement.ts";
import { referenceOf } from "../../../prover/custody/steps/step.ts";
import { importWandbManifest } from "../../../prover/custody/steps/wandb.ts";
import { sha256 } from "../../../prover/shared/files.ts";
import { codeOf, errorOf } from "../../support/errors.ts";
import { folderWith } from "../../support/folder.ts";
import { makeSigner } from "../../support/lineage.ts";

/**
 * MLflow's digest of a column of 64-bit numbers: MD5 of at most the first 10,000 rows and of the number of rows, cut to
 * 8 digits. A dataset of at least as many rows that begins alike has another digest only if its number of rows differs.
 */
function mlflowDigest(rows: readonly number[]): string {
  const head = Float64Array.from(rows.slice(0, 10_000));
  const length = BigInt64Array.of(BigInt(rows.length));
  const hash = createHash("md5").update(new Uint8Array(head.buffer)).update(new Uint8Array(length.buffer));
  return hash.digest("hex").slice(0, 8);
}

/** Two datasets that differ only behind the rows that MLflow looks at. */
const rows = Array.from({ length: 10_001 }, (_, i) => i);
const DATASETS = { clean: rows, dirty: rows.with(10_000, -1) };

/** What a tracking server answers about a run: the fields of MLflow's REST API 2.0. */
const runOf = (id: string, dataset: readonly number[]) => ({
  run: {
    info: {
      run_id: id,
      run_uuid: id,
      run_name: `train-${id}`,
      experiment_id: "0",
      user_id: "ann",
      status: "FINISHED",
      start_time: 1_767_225_600_000,
      end_time: "1767225660000",
      artifact_uri: `mlflow-artifacts:/0/${id}/artifacts`,
      lifecycle_stage: "active",
    },
    data: { metrics: [], params: [{ key: "lr", value: "0.1" }], tags: [] },
    inputs: {
      dataset_inputs: [
        {
          tags: [{ key: "mlflow.data.context", value: "training" }],
          dataset: { name: "train", digest: mlflowDigest(dataset), source_type: "local", source: "{}" },
        },
      ],
    },
  },
});

let server: Server;
let url: string;
const asked: (string | undefined)[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url!, "http://127.0.0.1");
    asked.push(request.headers.authorization);
    const id = searchParams.get("run_id") ?? "";
    const say = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));
    if (!(id in DATASETS)) return say(404, { error_code: "RESOURCE_DOES_NOT_EXIST", message: `no run ${id}` });
    if (pathname === "/api/2.0/mlflow/runs/get") return say(200, runOf(id, DATASETS[id as keyof typeof DATASETS]));
    if (pathname !== "/api/2.0/mlflow/artifacts/list") return say(404, {});
    if (searchParams.get("path") === "model")
      return say(200, { root_uri: "", files: [{ path: "model/weights.bin", is_dir: false, file_size: 7 }] });
    if (searchParams.has("page_token"))
      return say(200, { files: [{ path: "log.txt", is_dir: false, file_size: "3" }] });
    return say(200, { root_uri: "", files: [{ path: "model", is_dir: true }], next_page_token: "2" });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => new Promise((done) => server.close(done)));

describe("a run of MLflow", () => {
  it("becomes a step that contains only digests computed here", async () => {
    const at = folderWith({ "weights.bin": "weights" });
    const step = await importMlflowRun({
      url: `${url}/`,
      run: "clean",
      token: "t0ken",
      materials: [],
      products: [join(at, "weights.bin")],
    });
    expect(step).toMatchObject({
      name: "train-clean",
      source: { kind: "import", tool: "mlflow", run: "clean", status: "FINISHED" },
      materials: [],
      products: [{ name: "weights.bin", digest: { sha256: sha256("weights") } }],
      started: "2026-01-01T00:00:00.000Z",
      finished: "2026-01-01T00:01:00.000Z",
    });
    expect(step.weak.map(({ name, role }) => `${role} ${name}`)).toEqual([
      "material train",
      "product model/weights.bin",
      "product log.txt",
    ]);
    expect(step.weak[0]!.reason).toContain("first 10000 rows and has 32 bits");
    expect(asked).toContain("Bearer t0ken");
    expect(inspectStep(makeStepStatement(step))).toEqual({ value: step, issues: [] });
  });

  it("does not distinguish datasets by MLflow's digest, and says so, but by the files named here", async () => {
    const signer = await makeSigner();
    try {
      expect(mlflowDigest(DATASETS.clean)).toBe(mlflowDigest(DATASETS.dirty));
      const weights = sha256("weights");
      const stepOf = async (run: keyof typeof DATASETS, named: boolean) => {
        const at = folderWith({ "weights.bin": "weights", "train.json": JSON.stringify(DATASETS[run]) });
        const materials = named ? [`train=${join(at, "train.json")}`] : [];
        return importMlflowRun({ url, run, materials, products: [join(at, "weights.bin")] });
      };
      const failures = async (run: keyof typeof DATASETS, named: boolean) => {
        const files = [await signer.signStep(await stepOf(run, named))];
        const { checks } = verifyLineage(weights, files, { signers: [signer.signer] });
        return checks.filter(({ ok }) => !ok).map(({ name }) => name);
      };
      const digests = async (named: boolean) =>
        Promise.all(
          (["clean", "dirty"] as const).map(async (run) =>
            (await stepOf(run, named)).materials.map(({ digest }) => referenceOf(digest)).join(),
          ),
        );
      expect(await failures("clean", false)).toContain("weak-digest-0-train-clean");
      expect(await failures("dirty", false)).toContain("weak-digest-0-train-dirty");
      expect(await failures("clean", true)).toEqual(["material-0-train-clean-train", "source-shards"]);
      expect(new Set(await digests(false)).size).toBe(1);
      expect(new Set(await digests(true)).size).toBe(2);
    } finally {
      await signer.remove();
    }
  });

  it("is not imported if the server does not return it, or if it produced nothing", async () => {
    const at = folderWith({ w: "1" });
    const products = [join(at, "w")];
    const missing = await errorOf(() => importMlflowRun({ url, run: "none", materials: [], products }));
    expect(missing.code).toBe("custody/tracking-server");
    expect(missing.message).toContain("answers 404 to runs/get");
    const far = { url: "http://127.0.0.1:1", run: "clean", materials: [], products };
    expect(await codeOf(() => importMlflowRun(far))).toBe("custody/tracking-server");
    const without = { url, run: "clean", materials: [], products: [] };
    expect(await codeOf(() => importMlflowRun(without))).toBe("custody/no-product");
  });
});

const md5 = (text: string) => createHash("md5").update(text).digest("base64");
const manifest = (contents: Record<string, unknown>) =>
  JSON.stringify({
    version: 1,
    storagePolicy: "wandb-storage-policy-v1",
    storagePolicyConfig: { storageLayout: "V2" },
    contents,
  });

describe("manifests of Weights & Biases", () => {
  const files = {
    "out.json": manifest({
      "model.bin": { digest: md5("weights"), size: 7, birthArtifactID: "QXJ0aWZhY3Q6MQ==" },
      "log.txt": { digest: md5("log"), size: 3 },
    }),
    "in.json": manifest({
      "data/train.txt": { digest: md5("data"), size: 4 },
      "big.tar": {
        digest: "9b2cf535f27731c974343645a3985328-2",
        size: 9,
        ref: "s3://bucket/big.tar",
        extra: { etag: "9b" },
      },
    }),
    "files/model.bin": "weights",
    "files/data/train.txt": "data",
  };
  const options = (at: string) => ({
    name: "train",
    manifest: join(at, "out.json"),
    inputs: [join(at, "in.json")],
    files: join(at, "files"),
    materials: [],
  });

  it("become a step: SHA-256 of the files that are there, and a warning for each of the others", async () => {
    const step = await importWandbManifest(options(folderWith(files)));
    expect(step.products).toEqual([{ name: "model.bin", digest: { sha256: sha256("weights") } }]);
    expect(step.materials).toEqual([{ name: "data/train.txt", digest: { sha256: sha256("data") }, role: "data" }]);
    expect(step.weak.map(({ name, role, algorithm }) => [name, role, algorithm])).toEqual([
      ["log.txt", "product", "md5"],
      ["big.tar", "material", "etag"],
    ]);
    expect(inspectStep(makeStepStatement(step))).toEqual({ value: step, issues: [] });
  });

  it.each([
    ["another file", { "files/model.bin": "Weights" }, "custody/other-content"],
    ["no product", { "files/model.bin": "weights", "out.json": manifest({}) }, "custody/no-product"],
    ["a path outside", { "in.json": manifest({ "../in.json": { digest: "x" } }) }, "custody/invalid"],
    ["an absolute path", { "in.json": manifest({ "/etc/hosts": { digest: "x" } }) }, "custody/invalid"],
    ["another version", { "in.json": '{"version":2,"contents":{}}' }, "custody/invalid"],
    ["no JSON", { "in.json": "{" }, "custody/invalid"],
  ])("are refused with %s", async (_, changed, expected) => {
    const at = folderWith({ ...files, ...changed });
    expect(await codeOf(() => importWandbManifest(options(at)))).toBe(expected);
  });
});
