import { type Judgement, judge } from "./judge.ts";
import type { Look } from "./look.ts";

/** A scheme, and the field of the records that it is proposed for (none: the whole record). */
export type ProposedScheme = { scheme: string; field?: string };

/** What is proposed for some records; `undefined` is undecided. `notes` say why, and what was found beside it. */
export type Proposed = { schemes: ProposedScheme[] | undefined; notes: string[] };

const DIGESTS = ["sha256", "sha1", "md5"];

/** Which fields a scheme can be applied to, by what they hold. */
export const takes = (scheme: string): readonly Judgement[] => {
  if (DIGESTS.includes(scheme)) return ["bytes", "text"];
  if (/^(url|domain)/.test(scheme)) return ["url"];
  return scheme.startsWith("repo") ? ["repo"] : ["text"];
};

/** Proposed for what a field holds where no list needs a scheme for it. */
const USUAL: readonly (readonly [Judgement, string])[] = [
  ["bytes", "sha256"],
  ["url", "url-v2"],
  ["repo", "repo"],
];

/** How readers say that a field is of a type whose values are no works. */
const NUMBERS =
  /is of type (u?int(eger)?\d*|float\d*|double|half|bool(ean)?|decimal|date|time|timestamp|duration|interval|null)(_\w+)?\b[^,]*, not text or bytes/i;

/**
 * The schemes for records with fields: every scheme that a list needs, or `text` without lists, on every field that
 * plausibly holds works, and the addresses, owners and bytes beside them. Undecided where a field that may hold works
 * cannot be read, and where no field holds any.
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
    ...missing.map((scheme) => `no field plausibly holds what the scheme ${scheme} recognises`),
    ...named("these fields may hold works and cannot be read", blind),
    ...named("these fields hold works in another spelling, perhaps, such as base64, JSON or markup", of("encoded")),
    ...named("these fields hold nothing in the first records", unknown),
    ...named("the elements of these lists are works, or the pieces of one, which no scheme puts together", pieces),
  ];
  const notes = [
    ...named("not proposed, for they hold identifiers, names of classes or numbers", of("label", "empty")),
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

/** The schemes for files, or members of archives, of which each is one work: text, or bytes alone. */
export function schemesForWhole(isText: boolean, needed: readonly string[]): Proposed {
  const usable = needed.filter((scheme) => DIGESTS.includes(scheme) || (isText && takes(scheme).includes("text")));
  const notes = needed
    .filter((scheme) => !usable.includes(scheme))
    .map((scheme) => `the scheme ${scheme}, which a list needs, recognises nothing in these files`);
  const schemes = usable.length > 0 ? usable : [isText ? "text" : "sha256"];
  return { schemes: schemes.map((scheme) => ({ scheme })), notes };
}
