/** What the page shows: a view and what it is about. */
export type Route =
  | { view: "start"; query: string }
  | { view: "releases"; query: string; list: string | null; state: string | null }
  | { view: "release"; release: string }
  | { view: "lists" }
  | { view: "list"; list: string }
  | { view: "vendors" }
  | { view: "vendor"; vendor: string }
  | { view: "certificate"; release: string; list: string }
  | { view: "verify" }
  | { view: "work" }
  | { view: "risks" }
  | { view: "sources" }
  | { view: "missing" };

const ID = /^0x[0-9a-f]{64}$/;
const ADDRESS = /^0x[0-9a-f]{40}$/;

/** Reads the part of an address after `#`. Anything that is no view is `missing`. */
export function parseRoute(hash: string): Route {
  const [path = "", search = ""] = hash.replace(/^#/, "").split("?");
  const query = new URLSearchParams(search);
  const [view = "", first = "", second = "", ...rest] = path.toLowerCase().split("/").slice(1);
  if (rest.length > 0) return { view: "missing" };
  if (second !== "")
    return view === "certificate" && ID.test(first) && ID.test(second)
      ? { view, release: first, list: second }
      : { view: "missing" };
  if (first !== "") return aboutOne(view, first);
  if (view === "") return { view: "start", query: query.get("q") ?? "" };
  if (view === "releases")
    return { view, query: query.get("q") ?? "", list: query.get("list"), state: query.get("state") };
  return isAlone(view) ? { view } : { view: "missing" };
}

/** Views that are about nothing in particular. */
const ALONE = ["lists", "vendors", "verify", "work", "risks", "sources"] as const;

const isAlone = (view: string): view is (typeof ALONE)[number] => ALONE.some((each) => each === view);

function aboutOne(view: string, id: string): Route {
  if (view === "release" && ID.test(id)) return { view, release: id };
  if (view === "list" && ID.test(id)) return { view, list: id };
  if (view === "vendor" && ADDRESS.test(id)) return { view, vendor: id };
  return { view: "missing" };
}

const withQuery = (path: string, values: Record<string, string | null>): string => {
  const query = new URLSearchParams(Object.entries(values).flatMap(([key, value]) => (value ? [[key, value]] : [])));
  return query.size === 0 ? `#${path}` : `#${path}?${query}`;
};

/** Addresses of the views, relative to the page. */
export const linkTo = {
  start: (query = "") => withQuery("/", { q: query }),
  releases: ({
    query = "",
    list = null,
    state = null,
  }: {
    query?: string;
    list?: string | null;
    state?: string | null;
  } = {}) => withQuery("/releases", { q: query, list, state }),
  release: (release: string) => `#/release/${release}`,
  lists: () => "#/lists",
  list: (list: string) => `#/list/${list}`,
  vendors: () => "#/vendors",
  vendor: (vendor: string) => `#/vendor/${vendor.toLowerCase()}`,
  certificate: (release: string, list: string) => `#/certificate/${release}/${list}`,
  verify: () => "#/verify",
  work: () => "#/work",
  risks: () => "#/risks",
  sources: () => "#/sources",
};
