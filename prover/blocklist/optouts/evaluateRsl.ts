import type { Element } from "@xmldom/xmldom";
import { requirePeer } from "../../shared/peers.ts";
import { type Finding, isPage, reserved, undecided, unreadable } from "./finding.ts";
import { matchesAny } from "./pattern.ts";

/** RSL usages that include training, also those of earlier versions. */
const TRAINING = new Set(["all", "ai-all", "ai-train", "train-ai", "train-genai", "ai-use"]);

/** Payments that cost nothing. */
const FREE = new Set(["free", "attribution"]);

/** A licence's terms for training: allowed, forbidden, allowed under a condition, or unknown. */
type Terms = "free" | "forbidden" | "unknown" | { payment: string };

/**
 * Findings of a licence file of Really Simple Licensing (RSL 1.0) for the host as a whole: reserved where training is
 * prohibited, is not among the permitted usages, or is permitted for a payment only.
 *
 * @throws usage `package/missing-peer` without a parser of XML
 */
export function evaluateRsl(bytes: Uint8Array, host: string): Finding[] {
  const text = new TextDecoder().decode(bytes);
  if (isPage(text)) return [unreadable("is a page and no licence")];
  const { DOMParser } = requirePeer<typeof import("@xmldom/xmldom")>("Importing RSL licenses");
  let root: Element | null;
  try {
    const refuse = (_: string, message: string) => {
      throw new SyntaxError(message);
    };
    root = new DOMParser({ onError: refuse }).parseFromString(text, "text/xml").documentElement;
  } catch {
    // Any parser error means that the file is not a licence.
    return [unreadable("is no XML")];
  }
  if (root?.localName !== "rsl") return [unreadable("is not an RSL license")];
  const contents = childrenOf(root, "content");
  const whole = contents.filter((content) => matchesAny(pathOf(content.getAttribute("url") ?? "/", host)));
  if (whole.length === 0) return [undecided("an RSL licence of no or some paths only")];
  const terms = whole.flatMap((content) => childrenOf(content, "license").map(termsOf));
  const findings = findingsOf(terms);
  return findings.length === 0 && contents.length > whole.length
    ? [undecided("RSL licences, of which some are of some paths only")]
    : findings;
}

/** Several licences are alternatives, of which one may be chosen. */
function findingsOf(terms: readonly Terms[]): Finding[] {
  const isFree = terms.includes("free");
  if (isFree && !terms.includes("forbidden")) return [];
  if (isFree || terms.includes("unknown") || terms.length === 0)
    return [undecided("an RSL licence that is not understood")];
  const paid = terms.find((term) => typeof term === "object");
  return [reserved(paid ? `RSL: training for a payment (${paid.payment})` : "RSL: training not permitted")];
}

function termsOf(license: Element): Terms {
  const permits = usagesOf(license, "permits");
  const prohibits = usagesOf(license, "prohibits");
  if (prohibits?.some((usage) => TRAINING.has(usage))) return "forbidden";
  if (permits && !permits.some((usage) => TRAINING.has(usage))) return "forbidden";
  const [payment] = childrenOf(license, "payment").map((element) => element.getAttribute("type") ?? "not named");
  if (payment !== undefined && !FREE.has(payment)) return { payment: payment.slice(0, 40) };
  const restricts = [...childrenOf(license, "permits"), ...childrenOf(license, "prohibits")].some(
    (element) => (element.getAttribute("type") ?? "usage") !== "usage",
  );
  return restricts || (permits === undefined && payment === undefined) ? "unknown" : "free";
}

/** The usages listed by the elements of a name; undefined without such an element. */
function usagesOf(license: Element, name: string): string[] | undefined {
  const elements = childrenOf(license, name).filter((element) => (element.getAttribute("type") ?? "usage") === "usage");
  return elements.length === 0
    ? undefined
    : elements.flatMap((element) =>
        (element.textContent ?? "")
          .toLowerCase()
          .split(/[\s,]+/)
          .filter(Boolean),
      );
}

const childrenOf = (parent: Element, name: string): Element[] =>
  Array.from(parent.childNodes).filter((node): node is Element => (node as Element).localName === name);

/** The path of a content, which is a path or an address at the host. Addresses elsewhere match nothing. */
function pathOf(url: string, host: string): string {
  const address = /^[a-z]+:\/\//i.test(url) ? URL.parse(url) : undefined;
  if (address === undefined) return url === "" ? "/" : url;
  return address?.hostname.replace(/^www\./, "") === host.replace(/^www\./, "") ? address.pathname : "elsewhere";
}
