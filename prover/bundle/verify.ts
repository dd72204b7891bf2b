import { behindCheck, type Check, check, documentCheck, toVerdict, type Verdict } from "../shared/verdict.ts";
import { type Bundle, inspectBundle, isPageBundle, type ReadBundle } from "./document.ts";
import { earlierList } from "./earlier.ts";
import type { ExpectedList } from "./expected.ts";
import type { Pinned } from "./pinned.ts";
import { accumulatorChecks, disjointnessChecks, holdingDisjointness } from "./verifyDisjointness.ts";
import { holdingPages, pageChecks, pageListChecks } from "./verifyPages.ts";

/**
 * `scope`: what a true verdict means. "list": the shard holds no entry of the whole expected list; "statements": only
 * that every statement in the bundle holds, for the pages with the digests in it.
 */
export type BundleVerdict = Verdict & { scope: "list" | "statements" };

/**
 * Checks a bundle's file against pinned circuits and powers of tau and, if given, the list that it must cover. Trusts
 * nothing in the file; what cannot be checked counts as false.
 * @example
 * const { verdict, scope } = verifyBundle(bundle, circuits, toExpectedList(list));
 * console.log(verdict, scope); // true list
 */
export function verifyBundle(bytes: Uint8Array, pinned: readonly Pinned[], expected?: ExpectedList): BundleVerdict {
  return verifyBundles([inspectBundle(bytes)], pinned, [expected])[0]!;
}

/**
 * The same for several bundles; their proofs are looked at together. `expected[i]` is the list of bundle i, if known.
 */
export function verifyBundles(
  bundles: readonly ReadBundle[],
  pinned: readonly Pinned[],
  expected: readonly (ExpectedList | undefined)[],
): BundleVerdict[] {
  const read = bundles.flatMap(({ document }) => ("value" in document ? document.value : []));
  const pages = holdingPages(read.filter(isPageBundle), pinned);
  const disjoint = holdingDisjointness(read.flatMap((bundle) => (isPageBundle(bundle) ? [] : bundle)));
  return bundles.map(({ document }, i) => {
    const list = expected[i];
    const format = documentCheck("format", document.issues);
    const scope = list === undefined ? "statements" : "list";
    if (!("value" in document)) return { scope, ...toVerdict([format]) };
    const lists = list === undefined ? [] : expectedChecks(document.value, list);
    const statements = isPageBundle(document.value)
      ? pageChecks(document.value, pinned, pages)
      : disjointnessChecks(document.value, pinned, disjoint);
    return { scope, ...toVerdict([format, ...lists, ...statements]) };
  });
}

/** Compares a bundle with the list, or, if it is about an earlier epoch, with the list at that epoch. */
function expectedChecks(bundle: Bundle, expected: ExpectedList): Check[] {
  const { root } = bundle.blocklist;
  const then = root === expected.root ? undefined : expected.document && earlierList(expected.document, root);
  if (then === undefined) return listChecks(bundle, expected);
  return [...listChecks(bundle, then.list), ...(then.upTo ? [behindCheck("list-current", then.upTo)] : [])];
}

function listChecks(bundle: Bundle, expected: ExpectedList): Check[] {
  const { blocklist, scheme } = bundle;
  return [
    check(
      "list",
      blocklist.name === expected.name,
      `the bundle is about ${blocklist.name}, not ${expected.name}`,
      "list-name",
    ),
    check(
      "list",
      blocklist.root === expected.root,
      `the bundle's list is ${blocklist.root}, not ${expected.root}`,
      "list-root",
    ),
    check("scheme", scheme === expected.scheme, `the bundle's scheme is ${scheme}, not ${expected.scheme}`),
    ...(isPageBundle(bundle) ? pageListChecks(bundle, expected) : accumulatorChecks(bundle, expected)),
  ];
}
