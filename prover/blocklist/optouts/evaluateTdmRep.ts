import { DisjointError } from "../../shared/errors.ts";
import { type Json, parseJson } from "../../shared/json.ts";
import { encodingOf } from "../decode.ts";
import { type Finding, isPage, reserved, undecided, unreadable } from "./finding.ts";
import { matchesAny } from "./pattern.ts";

/** A rule of a tdmrep.json; `reserves` is undefined if its value is not understood. */
type TdmRule = { location: string; reserves: boolean | undefined };

/**
 * Findings of a tdmrep.json (TDM Reservation Protocol, 6.1): the first rule whose location matches counts. Beside the
 * specified spellings, it accepts other types of the values and other punctuation in the names, and a single rule
 * without a list.
 */
export function evaluateTdmRep(bytes: Uint8Array, host: string, what: string): Finding[] {
  const content = bytes.subarray(encodingOf(bytes).markBytes);
  if (isPage(Buffer.from(content.subarray(0, 1024)).toString("latin1")))
    return [unreadable("is a page and no tdmrep.json")];
  let document: Json;
  try {
    document = parseJson(content, what);
  } catch (error) {
    if (error instanceof DisjointError) return [unreadable(`is no JSON (${error.code})`)];
    throw error;
  }
  const rules = (Array.isArray(document) ? document : [document]).map((rule) => ruleOf(rule, host));
  if (rules.includes(undefined)) return [unreadable("holds a rule without a location")];
  return findingsOf(rules as TdmRule[]);
}

function findingsOf(rules: readonly TdmRule[]): Finding[] {
  const end = rules.findIndex(({ location }) => matchesAny(location));
  const whole = end === -1 ? undefined : rules[end]!;
  // Rules after one for everything never apply.
  const parts = rules.slice(0, end === -1 ? undefined : end);
  const list = (of: readonly TdmRule[]) =>
    of
      .map(({ location }) => location)
      .join(", ")
      .slice(0, 160);
  const notUnderstood = [...parts, ...(whole ? [whole] : [])].filter(({ reserves }) => reserves === undefined);
  if (notUnderstood.length > 0) return [undecided(`the tdm-reservation of ${list(notUnderstood)} is not understood`)];
  const others = parts.filter(({ reserves }) => reserves !== (whole?.reserves ?? false));
  if (whole?.reserves && others.length === 0) return [reserved(`tdm-reservation 1 for ${whole.location}`)];
  if (whole?.reserves) return [undecided(`tdm-reservation 1 for ${whole.location}, but not for ${list(others)}`)];
  return others.length === 0 ? [] : [undecided(`tdm-reservation 1 in part: ${list(others)}`)];
}

function ruleOf(rule: Json, host: string): TdmRule | undefined {
  if (rule === null || typeof rule !== "object" || Array.isArray(rule)) return undefined;
  const fields = new Map(
    Object.entries(rule).map(([name, value]) => [name.toLowerCase().replace(/[-_ ]/g, ""), value]),
  );
  const location = fields.get("location");
  if (typeof location !== "string") return undefined;
  const value = String(fields.get("tdmreservation")).trim().toLowerCase();
  const reserves = /^(?:1|true|yes)$/.test(value) ? true : /^(?:0|false|no)$/.test(value) ? false : undefined;
  const address = /^https?:\/\//i.test(location) ? URL.parse(location) : null;
  const path = address?.hostname === host.toLowerCase() ? address.pathname + address.search : location;
  return { location: path || "/", reserves };
}
