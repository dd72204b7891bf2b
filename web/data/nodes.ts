/** At most so many nodes are asked: two find a lie, and each further one costs every reader time. */
export const MOST_NODES = 2;

/** Where a browser keeps the nodes that its reader chose. Nothing else is kept. */
const KEY = "disjoint-nodes";

const LOCAL = /^(localhost|127\.0\.0\.1)$/;

/** Whether the page's policy lets it ask this address: secure ones, and nodes on the reader's own machine. */
export function isNodeAddress(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === "https:" || (protocol === "http:" && LOCAL.test(hostname));
}

/** The nodes that the reader chose earlier; null if there is no choice, or the browser keeps nothing. */
export function chosenNodes(): string[] | null {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (!Array.isArray(kept)) return null;
    return kept.filter((each) => typeof each === "string" && isNodeAddress(each)).slice(0, MOST_NODES);
  } catch {
    return null;
  }
}

/** Keeps the reader's choice; null forgets it. */
export function chooseNodes(nodes: readonly string[] | null): void {
  try {
    if (nodes === null) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, JSON.stringify(nodes));
  } catch {
    // The browser keeps nothing for this page: the choice counts until the page is left.
  }
}
