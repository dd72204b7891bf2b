import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { type DocumentReader, inspectJson, listIssues } from "../../shared/document.ts";
import { dataError, usageError } from "../../shared/errors.ts";
import { readInput, sha256 } from "../../shared/files.ts";
import { describeNamed } from "./resources.ts";
import type { Product, Step, WeakDigest } from "./step.ts";

/**
 * `manifest`: of the artifact that a run logged (wandb_manifest.json); `inputs`: manifests of the artifacts that it
 * used; `files`: a folder with copies of files of the manifests; `materials`: as in `MlflowOptions`.
 */
export type WandbOptions = {
  name: string;
  manifest: string;
  inputs: readonly string[];
  files?: string;
  materials: readonly string[];
};

type Entry = { path: string; digest: string; size: number | undefined; isReference: boolean };

const MD5_REASON = "Weights & Biases identifies files by MD5, for which collisions are made in seconds";
const REFERENCE_REASON = "Weights & Biases has only the entity tag of a file that it does not store";

/**
 * A step from manifests of Weights & Biases. A file of which `files` has a copy with the manifest's MD5 and size gets
 * the SHA-256 of that copy; every other one is listed as weak.
 *
 * @throws data `custody/invalid`, `custody/not-found`, `custody/other-content`; usage `custody/no-product`
 */
export async function importWandbManifest(options: WandbOptions): Promise<Step> {
  const { name, manifest, inputs, files, materials } = options;
  const made = await resolve(await readEntries(manifest), files, "product");
  if (made.strong.length === 0)
    throw usageError("custody/no-product", "no file of the manifest is there", "Name the folder with its files.");
  const used = await Promise.all(inputs.map(async (path) => resolve(await readEntries(path), files, "material")));
  const named = await Promise.all(materials.map(describeNamed));
  const now = new Date().toISOString();
  return {
    name,
    source: { kind: "import", tool: "wandb", run: name, status: "manifest" },
    materials: [...used.flatMap(({ strong }) => strong), ...named].map((each) => ({ ...each, role: "data" })),
    products: made.strong,
    weak: [...made.weak, ...used.flatMap(({ weak }) => weak)],
    started: now,
    finished: now,
  };
}

async function resolve(entries: readonly Entry[], files: string | undefined, role: WeakDigest["role"]) {
  const strong: Product[] = [];
  const weak: WeakDigest[] = [];
  for (const entry of entries) {
    const { path, digest, size, isReference } = entry;
    const copy =
      files === undefined || isReference ? undefined : await readFile(join(files, path)).catch(() => undefined);
    if (copy === undefined) {
      const reason = isReference ? REFERENCE_REASON : MD5_REASON;
      weak.push({ name: path, role, algorithm: isReference ? "etag" : "md5", digest, reason });
      continue;
    }
    const isSame = createHash("md5").update(copy).digest("base64") === digest && (size ?? copy.length) === copy.length;
    if (!isSame)
      throw dataError("custody/other-content", `${path} is not the file of the manifest`, "Download it again.");
    strong.push({ name: path, digest: { sha256: sha256(copy) } });
  }
  return { strong, weak };
}

async function readEntries(path: string): Promise<Entry[]> {
  const bytes = await readInput(path, "custody/not-found", "Name a wandb_manifest.json.");
  const read = inspectJson(bytes, path, readManifest);
  if ("value" in read) return read.value;
  throw dataError("custody/invalid", `${path}: ${listIssues(read.issues)}`, "Download the manifest again.");
}

function readManifest(reader: DocumentReader, value: unknown): Entry[] {
  const root = reader.object(value, "$", ["version", "contents"], ["storagePolicy", "storagePolicyConfig"]);
  reader.literal(root.version as number, "$.version", 1);
  const contents = (root.contents ?? {}) as Record<string, unknown>;
  return Object.entries(reader.object(contents, "$.contents", Object.keys(contents))).map(([path, each]) => {
    const at = `$.contents[${JSON.stringify(path)}]`;
    // A name that leaves the folder would make the import read other files.
    if (
      !/^[^\p{Cc}\p{Cf}\p{Cs}\\]{1,512}$/u.test(path) ||
      path.split("/").some((part) => ["", ".", ".."].includes(part))
    )
      reader.refuse(at, "is not a path inside the artifact");
    const known = Object.keys((each ?? {}) as object);
    const entry = reader.object(each, at, ["digest"], known);
    return {
      path,
      digest: reader.text(entry.digest, `${at}.digest`, /^[\x21-\x7e]{1,256}$/, "a digest"),
      size: entry.size === undefined ? undefined : reader.integer(entry.size, `${at}.size`, 0, Number.MAX_SAFE_INTEGER),
      isReference: typeof entry.ref === "string",
    };
  });
}
