import { appendAll } from "../../shared/collections.ts";
import { dataError, usageError } from "../../shared/errors.ts";
import { parseJson } from "../../shared/json.ts";
import { describeNamed } from "./resources.ts";
import type { Step, WeakDigest } from "./step.ts";

/**
 * `url`: of the tracking server; `run`: the run's id; `token`: for its Authorization header. `materials` and
 * `products`: places as in `StepOptions`, or NAME=PLACE; a material with the name of a dataset says what that was.
 */
export type MlflowOptions = {
  url: string;
  run: string;
  token?: string;
  materials: readonly string[];
  products: readonly string[];
};

type Ask = (path: string, query: Record<string, string>) => Promise<Record<string, unknown>>;

/** MLflow 2 and 3, mlflow/data/digest_utils.py: MAX_ROWS and the truncation of MD5. */
const DATASET_REASON = "MLflow's digest covers at most the first 10000 rows and has 32 bits";
const ARTIFACT_REASON = "MLflow records no digest of an artifact";

/**
 * A step from a run that an MLflow tracking server recorded (REST API 2.0). What the run logged is listed with what
 * its digests are worth; only what is named locally gets a digest to stand on.
 *
 * @throws data `custody/tracking-server`, `custody/invalid`, and those of `describeResource`; usage
 * `custody/no-product`
 */
export async function importMlflowRun({ url, run, token, materials, products }: MlflowOptions): Promise<Step> {
  if (products.length === 0)
    throw usageError("custody/no-product", "no product of the run is named", "Name its weights by `products`.");
  const ask = askerOf(url, token);
  const found = fieldsOf((await ask("runs/get", { run_id: run })).run);
  const info = fieldsOf(found.info);
  const inputs = listOf(fieldsOf(found.inputs).dataset_inputs).map((input) => fieldsOf(fieldsOf(input).dataset));
  const artifacts = await listArtifacts(ask, run);
  return {
    name: textOf(info.run_name, run),
    source: { kind: "import", tool: "mlflow", run, status: textOf(info.status, "UNKNOWN") },
    materials: await Promise.all(materials.map(async (place) => ({ ...(await describeNamed(place)), role: "data" }))),
    products: await Promise.all(products.map(describeNamed)),
    weak: [...inputs.map(weakDataset), ...artifacts],
    started: timeOf(info.start_time),
    finished: timeOf(info.end_time),
  };
}

const weakDataset = ({ name, digest }: Record<string, unknown>): WeakDigest => ({
  name: textOf(name, "dataset"),
  role: "material",
  algorithm: "mlflow",
  digest: textOf(digest, "none"),
  reason: DATASET_REASON,
});

/** The files that a run logged, at any depth. */
async function listArtifacts(ask: Ask, run: string, path?: string): Promise<WeakDigest[]> {
  const found: WeakDigest[] = [];
  let page: string | undefined;
  do {
    const query = { run_id: run, ...(path !== undefined && { path }), ...(page !== undefined && { page_token: page }) };
    const { files, next_page_token } = await ask("artifacts/list", query);
    for (const file of listOf(files).map(fieldsOf)) {
      const name = textOf(file.path, "");
      if (name === "" || name === path) continue;
      if (file.is_dir === true) appendAll(found, await listArtifacts(ask, run, name));
      else
        found.push({
          name,
          role: "product",
          algorithm: "size",
          digest: textOf(file.file_size, "none"),
          reason: ARTIFACT_REASON,
        });
    }
    page = typeof next_page_token === "string" && next_page_token !== "" ? next_page_token : undefined;
  } while (page !== undefined);
  return found;
}

function askerOf(url: string, token?: string): Ask {
  return async (path, query) => {
    const address = new URL(`${url.replace(/\/+$/, "")}/api/2.0/mlflow/${path}?${new URLSearchParams(query)}`);
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
    const answer = await fetch(address, { headers, redirect: "error" }).catch((cause) => {
      throw serverError(address, `cannot be reached: ${cause.cause?.message ?? cause.message}`, cause);
    });
    const body = new Uint8Array(await answer.arrayBuffer());
    if (!answer.ok) throw serverError(address, `answers ${answer.status} to ${path}`);
    return fieldsOf(parseJson(body, `the answer to ${path}`));
  };
}

const serverError = ({ host }: URL, problem: string, cause?: unknown) =>
  dataError("custody/tracking-server", `${host} ${problem}`, "Check the address, the run's id and the token.", cause);

const fieldsOf = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** Text for one line, of what a server says. */
function textOf(value: unknown, fallback: string): string {
  const text = String(typeof value === "string" || typeof value === "number" ? value : fallback);
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, " ").slice(0, 128) || fallback;
}

/** Milliseconds since 1970, a number or its decimal. */
function timeOf(value: unknown): string {
  const time = Number(value);
  if (value !== undefined && value !== null && Number.isSafeInteger(time) && time > 0 && time < 253_402_300_800_000)
    return new Date(time).toISOString();
  throw dataError("custody/invalid", "the run has no start or no end", "Import a run that has ended.");
}
