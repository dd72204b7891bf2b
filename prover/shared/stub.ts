import { existsSync } from "node:fs";
import { open } from "node:fs/promises";
import { dataError } from "./errors.ts";

/** The largest stub: git-annex reads this much of a file to recognize a pointer. */
export const STUB_BYTES = 32 << 10;

const LFS = /^version https?:\/\/[^\n]+\r?\n(ext-[^\n]+\n)*oid sha256:[0-9a-f]{64}\r?\nsize [0-9]+\s*$/;
const ANNEX_KEY = String.raw`[A-Z0-9_]+(-[a-zA-Z][0-9]+)*--[^\n/\\]+`;
/** A pointer file, or a symbolic link as Git writes it where the file system has none. */
const ANNEX = new RegExp(
  String.raw`^(/annex/objects/${ANNEX_KEY}(\n(/annex/[^\n]*)?)*|(\.\./)*\.git/annex/objects/([^\n/]+/)+${ANNEX_KEY}\n?)$`,
);
const DVC = /(^|\n)outs:\r?\n\s*- (.*\n)*?\s+path: /;

/** A file that stands for content stored elsewhere: which kind it is, and how to get the content. */
type Stub = { kind: string; hint: string };

const GET: Record<string, string> = {
  "a Git LFS pointer": "Fetch the content with `git lfs pull` (in a workflow: actions/checkout with lfs: true).",
  "a git-annex pointer": "Fetch the content with `git annex get`.",
  "a DVC file": "Fetch the content with `dvc pull`.",
};

/**
 * Recognizes a stub: a file of Git LFS, git-annex or DVC that a tool replaces with the content. A text that only
 * mentions such a tool is no stub.
 *
 * @param content the whole file, or more than `STUB_BYTES` of it
 * @param path of the file; a DVC file whose content is there (the same path without `.dvc`) is no stub
 */
export function stubIn(content: Uint8Array, path: string): Stub | undefined {
  if (content.length === 0 || content.length > STUB_BYTES) return undefined;
  const isDvc = path.endsWith(".dvc") && !existsSync(path.slice(0, -".dvc".length));
  if (!isDvc && !"v/.".includes(String.fromCharCode(content[0]!))) return undefined;
  const text = Buffer.from(content).toString("latin1");
  if (LFS.test(text)) return stub("a Git LFS pointer");
  if (ANNEX.test(text)) return stub("a git-annex pointer");
  return isDvc && DVC.test(text) ? stub("a DVC file") : undefined;
}

/** Recognizes a link to git-annex content that is not there. */
export const stubOfLink = (target: string): Stub | undefined =>
  /(^|\/)\.git\/annex\/objects\//.test(target) ? stub("a git-annex pointer") : undefined;

export const stubError = (name: string, { kind, hint }: Stub) =>
  dataError("source/stub", `${name}: is ${kind} in place of its content`, hint);

/**
 * Refuses a stub: a statement about it would not be about the content.
 *
 * @throws data `source/stub`
 */
export async function expectContent(path: string): Promise<void> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(STUB_BYTES + 1), 0, STUB_BYTES + 1, 0);
    const stub = stubIn(buffer.subarray(0, bytesRead), path);
    if (stub !== undefined) throw stubError(path, stub);
  } finally {
    await file.close();
  }
}

const stub = (kind: string): Stub => ({ kind, hint: GET[kind]! });
