import { createHash } from "node:crypto";
import { readdir, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { inspectJson, listIssues } from "../../shared/document.ts";
import { dataError, usageError } from "../../shared/errors.ts";
import { readInput, sha256, sha256File } from "../../shared/files.ts";
import { readManifest } from "../../shared/manifest.ts";
import { reasonOf } from "../../shared/storage.ts";
import { commitmentDigest, type Digest, type Product } from "./step.ts";

/** What model signing leaves out of a model: https://github.com/sigstore/model-transparency. */
const NOT_OF_MODEL: ReadonlySet<string> = new Set([".git", ".gitattributes", ".github", ".gitignore", "model.sig"]);

const MANIFEST_FILE = "manifest.json";

/**
 * The digest of a file, a folder, `shard:DIR` (the commitment of a shard) or `model:DIR` (as OpenSSF model signing has
 * it).
 *
 * @throws data `custody/not-found`, `custody/invalid`; usage `custody/empty-folder`
 * @example
 * const { name, digest } = await describeResource("list");
 * console.log(name, "dirHash" in digest); // list true
 */
export async function describeResource(place: string): Promise<Product> {
  const [, kind, path = place] = /^(shard|model):(.+)$/s.exec(place) ?? [];
  const name = basename(path);
  if (kind === "shard") return { name, digest: await shardDigest(path) };
  if (kind === "model") return { name, digest: await modelDigest(path) };
  const entry = await stat(path).catch((cause) => {
    throw dataError("custody/not-found", `${path} cannot be read: ${reasonOf(cause)}`, "Name a file or folder.", cause);
  });
  return { name, digest: entry.isDirectory() ? await folderDigest(path) : { sha256: await sha256File(path) } };
}

async function shardDigest(folder: string): Promise<Digest> {
  const path = join(folder, MANIFEST_FILE);
  const manifest = inspectJson(
    await readInput(path, "custody/not-found", "Name the folder of a shard."),
    path,
    readManifest,
  );
  if ("value" in manifest) return commitmentDigest(manifest.value.commitment);
  throw dataError("custody/invalid", `${path}: ${listIssues(manifest.issues)}`, "Commit the shard again.");
}

/** Hash1 of golang.org/x/mod/sumdb/dirhash, in hexadecimal. */
async function folderDigest(folder: string): Promise<Digest> {
  const lines = (await digestsIn(folder)).map(({ name, digest }) => `${digest}  ${name}\n`);
  return { dirHash: sha256(lines.join("")) };
}

/**
 * The root digest of a model, hashed file by file: SHA-256 of the files' digests in the order of their names
 * (https://github.com/sigstore/model-transparency, src/model_signing/_signing/signing.py).
 */
async function modelDigest(folder: string): Promise<Digest> {
  const hash = createHash("sha256");
  for (const { digest } of await digestsIn(folder, NOT_OF_MODEL)) hash.update(Buffer.from(digest, "hex"));
  return { sha256: hash.digest("hex") };
}

/** The digests of a folder's files, in the order of their names. A link or a device could change unseen. */
async function digestsIn(folder: string, without: ReadonlySet<string> = new Set()) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause) => {
    throw dataError("custody/not-found", `${folder} cannot be read: ${reasonOf(cause)}`, "Name a folder.", cause);
  });
  const names: string[] = [];
  for (const entry of entries) {
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(join(folder, "/").length).replaceAll("\\", "/");
    if (without.has(name.split("/")[0]!) || entry.isDirectory()) continue;
    if (!entry.isFile())
      throw usageError("custody/not-a-file", `${path} is neither file nor folder`, "Replace it by a file.");
    if (name.includes("\n"))
      throw usageError("custody/not-a-file", `${JSON.stringify(name)} has a line feed`, "Rename it.");
    names.push(name);
  }
  if (names.length === 0)
    throw usageError("custody/empty-folder", `${folder} has no files`, "Name a folder with files.");
  const digests: { name: string; digest: string }[] = [];
  for (const name of names.sort()) digests.push({ name, digest: await sha256File(join(folder, name)) });
  return digests;
}

/** The same for NAME=PLACE, under that name. */
export async function describeNamed(place: string): Promise<Product> {
  const [, name, rest = place] = /^([^=/\\:]{1,128})=(.+)$/s.exec(place) ?? [];
  const found = await describeResource(rest);
  return name === undefined ? found : { ...found, name };
}
