import { type Judgement, judge } from "./judge.ts";
import type { Look } from "./look.ts";

/** A scheme, and the field that it is proposed for (none: the whole record). */
export type ProposedScheme = { scheme: string; field?: string };

/** A proposal; `undefined` means undecided. `notes`: why, and what else was found. */
export type Proposed = { schemes: ProposedScheme[] | undefined; notes: string[] };

const DIGESTS = ["sha256", "sha1", "md5"];

/** The kinds of fields that each scheme can be applied to. */
const takes = (scheme: string): readonly Judgement[] => {
  if (DIGESTS.includes(scheme)) return ["bytes", "text"];
  if (/^(url|domain)/.test(scheme)) return ["url"];
  return scheme.startsWith("repo") ? ["repo"] : ["text"];
};

/** The scheme that is proposed for a kind of field that no list needs a scheme for. */
const USUAL: readonly (readonly [Judgement, string])[] = [
  ["bytes", "sha256"],
  ["url", "url-v2"],
  ["repo", "repo"],
];

/** How readers report that a field is of a type whose values cannot be works. */
const NUMBERS =
  /is of type (u?int(eger)?\d*|float\d*|double|half|bool(ean)?|decimal|date|time|timestamp|duration|interval|null)(_\w+)?\b[^,]*, not text or bytes/i;

/**
 * Proposes schemes for records with fields: every scheme that a list needs, or `text` without lists, on every field
 * that may hold works, and the schemes for addresses, owners and bytes. Undecided if a field that may hold works cannot
 * be read, or if no field holds any.
 */
export function schemesFor({ values, unreadable, isWhole }: Look, needed: readonly string[]): Proposed {
  const judged = new Map([...values].map(([path, some]) => [path, judge(path, some)]));
  const of = (...wanted: readonly Judgement[]) => [...judged].filter(([, is]) => wanted.includes(is)).map(([p]) => p);
  const blind = [...unreadable].filter(([, why]) => !NUMBERS.test(why)).map(([path]) => path);
  const wanted = needed.length > 0 ? needed : ["text"];
  const usual = USUAL.filter(([is]) => !wanted.some((scheme) => takes(scheme).includes(is)));
  const schemes = [
    ...wanted.flatMap((scheme) => of(...takes(scheme)).map((field) => applied(scheme, field))),
    ...usual.flatMap(([is, scheme]) => of(is).map((field) => applied(scheme, field))),
  ];
  const missing = needed.filter((scheme) => of(...takes(scheme)).length === 0);
  const unknown = isWhole ? [] : of("empty");
  const pieces = of("text", "bytes").filter((path) => path?.endsWith("[]"));
  const reasons = [
    ...(schemes.length === 0 ? ["no field plausibly holds works"] : []),
    ...missing.map((scheme) => `no field plausibly holds what the scheme ${scheme} recognizes`),
    ...named("these fields may hold works and cannot be read", blind),
    ...named("these fields hold works in another spelling, perhaps, such as base64, JSON or markup", of("encoded")),
    ...named("these fields hold nothing in the first records", unknown),
    ...named("the elements of these lists are works, or the pieces of one, which no scheme puts together", pieces),
  ];
  const notes = [
    ...named("not proposed, because they hold identifiers, names of classes or numbers", of("label", "empty")),
    ...[...unreadable].map(([path, why]) => `cannot be read: ${path}: ${why}`),
  ];
  if (reasons.length === 0) return { schemes, notes };
  const candidates = schemes.map(({ scheme, field = "the whole record" }) => `${scheme} of ${field}`);
  return { schemes: undefined, notes: [...reasons, ...named("plausible are", candidates), ...notes] };
}

const applied = (scheme: string, field: string | undefined): ProposedScheme => ({
  scheme,
  ...(field === undefined ? {} : { field }),
});

const named = (what: string, fields: readonly (string | undefined)[]): string[] =>
  fields.length === 0 ? [] : [`${what}: ${fields.map((field) => field ?? "the whole record").join(", ")}`];

/** Proposes schemes for files or archive members that are one work each: text, or only bytes. */
export function schemesForWhole(isText: boolean, needed: readonly string[]): Proposed {
  const usable = needed.filter((scheme) => DIGESTS.includes(scheme) || (isText && takes(scheme).includes("text")));
  const notes = needed
    .filter((scheme) => !usable.includes(scheme))
    .map((scheme) => `the scheme ${scheme}, which a list needs, recognizes nothing in these files`);
  const schemes = usable.length > 0 ? usable : [isText ? "text" : "sha256"];
  return { schemes: schemes.map((scheme) => ({ scheme })), notes };
}
