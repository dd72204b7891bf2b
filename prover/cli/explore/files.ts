import { readFileSync } from "node:fs";
import { glob, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { artifactError } from "../../shared/errors.ts";
import { PROJECT_ROOT } from "../../shared/root.ts";

/** The built page, in a clone and in an installed package. */
const PAGE_FOLDER = join(PROJECT_ROOT, "build/web");

/** What is served under a path. */
type ServedFile = { type: string; read(): Promise<Uint8Array> };

/** What is served, by the path of the address: nothing else can be asked for. */
export type ServedFiles = ReadonlyMap<string, ServedFile>;

const TYPES: Readonly<Record<string, string>> = {
  ".atom": "application/atom+xml; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};

/** A file that is made here, and not part of the built page. */
export const servedText = (name: string, text: string): [string, ServedFile] => {
  const bytes = new TextEncoder().encode(text);
  return [`/${name}`, { type: typeOf(name), read: async () => bytes }];
};

/** A file of this machine, read whenever it is asked for. */
export const servedFile = (name: string, path: string): [string, ServedFile] => [
  `/${name}`,
  { type: typeOf(name), read: () => readFile(path) },
];

/**
 * The files of the built page, and those that are made here.
 *
 * @throws artifact `explore/not-built`
 */
export async function pageFiles(made: readonly [string, ServedFile][]): Promise<ServedFiles> {
  const files = new Map<string, ServedFile>();
  for await (const entry of glob("**/*", { cwd: PAGE_FOLDER, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = path.slice(PAGE_FOLDER.length).replaceAll("\\", "/");
    files.set(name, { type: typeOf(name), read: () => readFile(path) });
  }
  const index = files.get("/index.html");
  if (index === undefined)
    throw artifactError("explore/not-built", `${PAGE_FOLDER} has no page`, "Build it: npm run build:web");
  return new Map([...files, ["/", index], ...made]);
}

/**
 * The policy that the page states about itself, narrowed to requests to the server that it comes from. A page cannot
 * state `frame-ancestors` itself.
 */
export function policyOfPage(): string {
  const html = readFileSync(join(PAGE_FOLDER, "index.html"), "utf8");
  const stated = /http-equiv="Content-Security-Policy"\s+content="([^"]+)"/.exec(html)?.[1] ?? "default-src 'none'";
  const directives = stated.split(";").map((directive) => directive.trim().replace(/\s+/g, " "));
  const kept = directives.filter((directive) => directive !== "" && !directive.startsWith("connect-src"));
  return [...kept, "connect-src 'self'", "frame-ancestors 'none'"].join("; ");
}

const typeOf = (name: string): string => TYPES[extname(name)] ?? "application/octet-stream";
