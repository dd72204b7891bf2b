import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { count } from "../shared/format.ts";
import { quoted } from "../shared/names.ts";
import { watchedVerdicts } from "./compare.ts";
import { describeBlock, describeList, describeState, describeSubject, describeVerdict, toIsoTime } from "./describe.ts";
import { judgeRelease, type Registry, toListSubject } from "./judge.ts";
import type { SnapshotList, SnapshotRelease } from "./snapshot.ts";
import type { RegistryVerdict } from "./verdict.ts";
import { element, xmlDocument } from "./xml.ts";

/** `page`: the address of the registry's page, as the feeds name it. Default: the folder above the feeds. */
export type FeedOptions = { page?: string };

/** Something that happened. `about`: what makes it another thing than all others. `time`: in seconds since 1970. */
type Entry = { about: string; title: string; time: number; lines: string[]; link: string };

/** More entries than a reader shows; the newest ones are kept. */
const MOST_ENTRIES = 200;

/**
 * An Atom feed (RFC 4287) for each list and each release: the epochs of a list, the registration of a release, and the
 * verdicts that say how they stand, in the words of `describeVerdict`. An entry about a verdict is of the time of the
 * newest epoch that it is about: when the last proof was accepted, a snapshot does not say. Ids are the same whenever
 * a feed is written.
 *
 * @returns the text of each feed, by its file name, `ID.atom`
 * @example
 * const registry = openRegistry(await readRegistry(chain, deployment));
 * const feeds = toFeeds(registry);
 * console.log(feeds.size); // 2
 */
export function toFeeds(registry: Registry, { page = "../" }: FeedOptions = {}): Map<string, string> {
  const { lists, releases } = registry.snapshot;
  return new Map([
    ...lists.map((list) => [`${list.list}.atom`, feedOfList(registry, list, page)] as const),
    ...releases.map((release) => [`${release.release}.atom`, feedOfRelease(registry, release, page)] as const),
  ]);
}

function feedOfList(
  registry: Registry,
  { list, name, owner, epochs, currentEpoch }: SnapshotList,
  page: string,
): string {
  const link = `${page}#/list/${list}`;
  const lines = describeList(toListSubject(registry, list));
  const published = epochs.slice(0, currentEpoch).map(({ time, pageCount, contentHash, uri }, i): Entry => {
    const what = `epoch ${i + 1} of list ${quoted(name)}`;
    const content = [`${count(pageCount, "page")}, root document SHA-256 ${contentHash}, ${quoted(uri)}`, ...lines];
    return { about: `epoch/${i + 1}/${contentHash}`, title: what, time, lines: content, link };
  });
  const verdicts = watchedVerdicts(null, registry, list).map((verdict) => toEntry(registry, verdict, page));
  return feed(registry, list, `list ${quoted(name)} of owner ${owner}`, link, [...published, ...verdicts]);
}

function feedOfRelease(registry: Registry, { release, model, version, vendor, time }: SnapshotRelease, page: string) {
  const link = `${page}#/release/${release}`;
  const title = `model ${quoted(model)} version ${quoted(version)} of vendor ${vendor}`;
  const verdicts = watchedVerdicts(null, registry, release);
  const subject = (verdicts[0] ?? judgeRelease(registry, release, "")).subject;
  const registered = {
    about: "registered",
    title: `registered: ${title}`,
    time,
    lines: [describeSubject(subject)],
    link,
  };
  return feed(registry, release, title, link, [registered, ...verdicts.map((each) => toEntry(registry, each, page))]);
}

function toEntry({ snapshot, lists }: Registry, verdict: RegistryVerdict, page: string): Entry {
  const { subject, list, state, cleanEpoch, currentEpoch } = verdict;
  const release = subject.kind === "release" ? subject.release : subject.commitment;
  const newest = snapshot.lists[lists.get(list.list)!]!.epochs[currentEpoch - 1]?.time ?? 0;
  const about =
    subject.kind === "release" ? `${quoted(subject.model ?? "")} ${quoted(subject.version ?? "")}` : release;
  return {
    about: ["verdict", release, list.list, state, cleanEpoch, currentEpoch].join("/"),
    title: `${about} against ${quoted(list.name ?? "")}: ${describeState(verdict)}`,
    time: Math.max(newest, subject.time ?? 0),
    lines: describeVerdict(verdict),
    link: `${page}#/certificate/${release}/${list.list}`,
  };
}

function feed(registry: Registry, id: string, title: string, link: string, entries: readonly Entry[]): string {
  const { chainId, contracts, at } = registry.snapshot;
  const home = [chainId, contracts.releases, id].join("/");
  const newest = [...entries].sort((a, b) => b.time - a.time).slice(0, MOST_ENTRIES);
  return xmlDocument(
    element("feed", { xmlns: "http://www.w3.org/2005/Atom" }, [
      element("id", {}, urnOf(home)),
      element("title", {}, title),
      element("subtitle", {}, describeBlock({ chainId, at })),
      element("updated", {}, toIsoTime(newest[0]?.time ?? at.time)),
      element("author", {}, [element("name", {}, `registry ${contracts.releases} on chain ${chainId}`)]),
      element("link", { rel: "self", type: "application/atom+xml", href: `${id}.atom` }),
      element("link", { rel: "alternate", type: "text/html", href: link }),
      ...newest.map(({ about, title: what, time, lines, link: place }) =>
        element("entry", {}, [
          element("id", {}, urnOf(`${home}/${about}`)),
          element("title", {}, what),
          element("updated", {}, toIsoTime(time)),
          element("link", { rel: "alternate", type: "text/html", href: place }),
          element("content", { type: "text" }, lines.join("\n")),
        ]),
      ),
    ]),
  );
}

/** A UUID of a name, of version 8 (RFC 9562, 5.8): SHA-256, cut. */
function urnOf(name: string): string {
  const bytes = sha256(utf8ToBytes(name)).slice(0, 16);
  bytes[6] = 0x80 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  return `urn:uuid:${bytesToHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-")}`;
}
