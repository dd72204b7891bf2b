import { DOMParser, type Element } from "@xmldom/xmldom";
import { describe, expect, it } from "vitest";
import { describeState } from "../../../prover/registry/describe.ts";
import { toFeeds } from "../../../prover/registry/feed.ts";
import { judgeRelease, openRegistry } from "../../../prover/registry/judge.ts";
import type { RegistrySnapshot } from "../../../prover/registry/snapshot.ts";
import { list, release, snapshotOf } from "../../support/registrySnapshot.ts";

const ATOM = "http://www.w3.org/2005/Atom";

/** RFC 3339, in capitals, as RFC 4287 wants it. */
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

const HOSTILE = '</title><script>alert(1)</script>]]>&amp;"\u0000\u001b[2J\ud800\ufffe\u202e';

const reached = (place: number, pages: number) => ({ list: place, pages, lagging: { release: 0, shard: "7000000" } });

const snapshot = snapshotOf(
  [list(0, "opt-outs", 3), list(1, HOSTILE, 1), list(2, "empty", 0)],
  [
    release(0, "poet", "1", 0, { reached: [reached(0, 6), reached(1, 2)] }),
    release(1, HOSTILE, HOSTILE, 1, { reached: [reached(0, 2)] }),
    release(2, "painter", "1", 1),
  ],
);

/** The children with a name, which are all of Atom's namespace. */
function children(parent: Element, name: string): Element[] {
  const all = [...parent.childNodes].filter((node) => node.nodeType === node.ELEMENT_NODE) as Element[];
  expect(all.map(({ namespaceURI }) => namespaceURI)).toEqual(all.map(() => ATOM));
  return all.filter(({ localName }) => localName === name);
}

const textOf = (parent: Element, name: string): string => {
  const found = children(parent, name);
  expect(found, name).toHaveLength(1);
  return found[0]!.textContent ?? "";
};

/** What RFC 4287 demands of a feed or an entry: its id and times, and no two links of one kind. */
function expectCommon(element: Element, allowed: readonly string[]): void {
  const names = ([...element.childNodes] as Element[]).map(({ localName }) => localName);
  expect(names.filter((name) => !allowed.includes(name!))).toEqual([]);
  expect(textOf(element, "id")).toMatch(
    /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  );
  expect(textOf(element, "title")).not.toBe("");
  expect(textOf(element, "updated")).toMatch(DATE);
  const links = children(element, "link").map((link) => [link.getAttribute("rel"), link.getAttribute("type")].join());
  expect(new Set(links).size).toBe(links.length);
  for (const link of children(element, "link")) expect(link.getAttribute("href")).toMatch(/^[\w./#-]+$/);
}

function parsed(text: string) {
  const refuse = (_: string, message: string) => {
    throw new Error(message);
  };
  const feed = new DOMParser({ onError: refuse }).parseFromString(text, "text/xml").documentElement!;
  expect([feed.localName, feed.namespaceURI]).toEqual(["feed", ATOM]);
  expectCommon(feed, ["id", "title", "subtitle", "updated", "author", "link", "entry"]);
  expect(textOf(children(feed, "author")[0]!, "name")).not.toBe("");
  const entries = children(feed, "entry");
  for (const entry of entries) expectCommon(entry, ["id", "title", "updated", "link", "content"]);
  return {
    id: textOf(feed, "id"),
    updated: textOf(feed, "updated"),
    entries: entries.map((entry) => ({
      id: textOf(entry, "id"),
      title: textOf(entry, "title"),
      updated: textOf(entry, "updated"),
      content: textOf(entry, "content"),
    })),
  };
}

const feedsOf = (of: RegistrySnapshot) =>
  new Map([...toFeeds(openRegistry(of))].map(([name, text]) => [name.replace(".atom", ""), parsed(text)]));

describe("Atom feeds", () => {
  it("are valid, one for each list and release, whatever strangers call these", () => {
    const feeds = feedsOf(snapshot);
    const ids = [...snapshot.lists.map((each) => each.list), ...snapshot.releases.map((each) => each.release)];
    expect([...feeds.keys()]).toEqual(ids);
    for (const text of toFeeds(openRegistry(snapshot)).values())
      expect(text).not.toMatch(/<script|(?!\n)\p{Cc}|\p{Surrogate}/u);
    const all = [...feeds.values()];
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
    for (const { entries, updated } of all) {
      expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
      expect(entries.map((entry) => entry.updated)).toEqual(
        entries
          .map((entry) => entry.updated)
          .sort()
          .reverse(),
      );
      expect(updated).toBe(entries[0]?.updated ?? "2026-01-31T00:00:00Z");
    }
  });

  it("say the verdicts in the words of the command line, with list, owner, chain and block", () => {
    const registry = openRegistry(snapshot);
    const [first] = snapshot.lists;
    const { entries } = feedsOf(snapshot).get(first!.list)!;
    expect(entries).toHaveLength(3 + 2);
    for (const { release } of snapshot.releases.slice(0, 2)) {
      const state = describeState(judgeRelease(registry, release, first!.list));
      const entry = entries.find(({ content }) => content.includes(release))!;
      expect(entry.title.endsWith(`: ${state}`)).toBe(true);
      expect(entry.content.startsWith(state)).toBe(true);
      for (const part of [first!.owner, "chain 31337", snapshot.at.hash]) expect(entry.content).toContain(part);
    }
  });

  it("keep the ids of what has not changed, and have a new entry for what has", () => {
    const ids = (of: RegistrySnapshot) =>
      feedsOf(of)
        .get(of.lists[0]!.list)!
        .entries.map(({ id }) => id);
    const later = structuredClone(snapshot);
    later.at.number++;
    later.at.time += 12;
    expect(ids(later)).toEqual(ids(snapshot));
    later.releases[1]!.reached[0]!.pages = 4;
    const fresh = ids(later).filter((id) => !ids(snapshot).includes(id));
    expect(fresh).toHaveLength(1);
    expect(ids(later)).toHaveLength(ids(snapshot).length);
  });

  it("name the page where one says it is", () => {
    const [text] = toFeeds(openRegistry(snapshot), { page: "https://registry.example/" }).values();
    expect(text).toContain(`href="https://registry.example/#/list/${snapshot.lists[0]!.list}"`);
  });
});
