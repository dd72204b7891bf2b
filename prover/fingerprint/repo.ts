import { type DisjointError, dataError } from "../shared/errors.ts";
import type { Scheme } from "./scheme.ts";
import { decodeUtf8, encodeUtf8 } from "./utf8.ts";

/** Code hosts whose repositories are owner/name; on GitLab, groups may hold groups. Other addresses are refused. */
const HOSTS: Record<string, { host: string; nested?: true }> = {
  "github.com": { host: "github.com" },
  "www.github.com": { host: "github.com" },
  "raw.githubusercontent.com": { host: "github.com" },
  "gitlab.com": { host: "gitlab.com", nested: true },
  "bitbucket.org": { host: "bitbucket.org" },
  "codeberg.org": { host: "codeberg.org" },
};

/** Names as these hosts allow them. All of them compare names case-insensitively. */
const NAME = /^[a-z0-9._-]{1,100}$/;

/**
 * The repository of a file or a work. A record has one value for its repository and one for its owner (on GitLab one
 * for each group that it is in), so an entry for an owner excludes all repositories of that owner.
 *
 * A repository is `owner/name` (on github.com), an address of it, or of something in it (`https://…`,
 * `git@host:owner/name.git`). The value starts with the host: `github.com/owner/name`. A single name is an owner.
 */
export const repoScheme: Scheme = {
  name: "repo",
  values: (record) => valuesOf(decodeUtf8(record)).map(encodeUtf8),
  entryValues: (work) => [encodeUtf8(valuesOf(decodeUtf8(work).replace(/\/\*\s*$/, "")).at(-1)!)],
};

/** From the owner down to the repository. */
function valuesOf(text: string): string[] {
  const { host, nested, path } = placeOf(text);
  const names = path.toLowerCase().split("/");
  const end = nested ? names.indexOf("-") : 2;
  const repository = names.slice(0, end === -1 ? undefined : end);
  const last = repository.length - 1;
  if (last > 0) repository[last] = repository[last]!.replace(/\.git$/, "");
  if (repository.some((name) => !NAME.test(name) || /^\.\.?$/.test(name))) throw badRepo(text);
  return repository.map((_, i) => [host, ...repository.slice(0, i + 1)].join("/"));
}

function placeOf(text: string): { host: string; nested?: true; path: string } {
  const trimmed = text.trim();
  const remote = /^(?:[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?([^/:]+)(?::\d+)?\/|[^/@\s]+@([^/:]+):)(.*)$/i.exec(trimmed);
  const [, first, rest] = /^([^/]+)\/(.*)$/.exec(trimmed) ?? [];
  const name = (remote ? (remote[1] ?? remote[2]!) : first)?.toLowerCase();
  const known = name !== undefined && Object.hasOwn(HOSTS, name) ? HOSTS[name] : undefined;
  if (known) return { ...known, path: withoutEnds(remote ? remote[3]! : rest!) };
  const path = withoutEnds(trimmed);
  if (remote || path.split("/").length > 2) throw badRepo(text);
  return { host: "github.com", path };
}

/** Without query, fragment and the slash at the end. */
const withoutEnds = (path: string): string => path.replace(/[?#].*$/s, "").replace(/\/+$/, "");

const KNOWN = [...new Set(Object.values(HOSTS).map(({ host }) => host))];

const badRepo = (text: string): DisjointError =>
  dataError(
    "fingerprint/bad-repo",
    `${JSON.stringify(text.slice(0, 120))} is not a repository`,
    `Write owner/name, an owner alone, or an address at ${KNOWN.join(", ")}.`,
  );
