import { type Finding, reserved, undecided } from "./finding.ts";
import { matchesAny } from "./pattern.ts";
import type { Rule } from "./robots.ts";

/** Labels of the AIPREF vocabulary, including earlier drafts, that cover training. */
const USAGES = new Set(["train-ai", "ai", "train-genai", "genai", "tdm", "bots", "all"]);
/** Known labels of other uses. */
const OTHER_USAGES = new Set(["search", "ai-output", "ai-input", "use"]);

/** The syntax of a preference in each field: its label, and its values for no and yes. */
const DIALECTS = {
  "content-usage": { isTraining: (label: string) => USAGES.has(label), no: /^n$/, yes: /^y$/ },
  "content-signal": { isTraining: (label: string) => label.toLowerCase() === "ai-train", no: /^no$/i, yes: /^yes$/i },
} as const;

/** A preference of a rule: its paths (all if absent), and whether training is allowed; undefined if not understood. */
type Preference = { path: string | undefined; allows: boolean | undefined; written: string };

/**
 * The usage preferences of a crawler's rules: `Content-Signal: ai-train=no` (Content Signals Policy) and
 * `Content-Usage: train-ai=n` (draft-ietf-aipref-attach, whose values are dictionaries of RFC 9651, the last of equal
 * keys counting). If several apply to the same paths, the most restrictive counts.
 *
 * @param of whose rules these are, for the reason
 */
export function usageFindings(rules: readonly Rule[], of: string): Finding[] {
  const preferences = rules.flatMap(preferencesOf);
  const isWhole = ({ path }: Preference) => path === undefined || matchesAny(path);
  const whole = preferences.filter(isWhole);
  const part = preferences.filter((preference) => !isWhole(preference));
  const no = whole.find(({ allows }) => allows === false);
  const except = part.filter(({ allows }) => allows !== false);
  if (no && except.length === 0) return [reserved(`${no.written} for ${of}`)];
  if (no) return [undecided(`${no.written} for ${of}, but not for ${except.map(({ path }) => path).join(", ")}`)];
  const open = [...whole.filter(({ allows }) => allows === undefined), ...part.filter(({ allows }) => allows !== true)];
  return open.map(({ written, allows }) =>
    undecided(allows === false ? `${written} for ${of}, which is a part of the host` : `${written} is not understood`),
  );
}

function preferencesOf({ field, value }: Rule): Preference[] {
  if (field !== "content-signal" && field !== "content-usage") return [];
  const { isTraining, no, yes } = DIALECTS[field];
  const [, path, list = ""] = /^(?:(\/\S*)\s+)?(.*)$/s.exec(value) ?? [];
  const name = field === "content-signal" ? "Content-Signal" : "Content-Usage";
  const pairs = new Map(
    list.split(",").map((member) => {
      const [label = "", ...rest] = member.split(";")[0]!.split("=");
      return [label.trim(), rest.join("=").trim()];
    }),
  );
  return [...pairs].flatMap(([label, said]): Preference[] => {
    const written = `${name}: ${[path, `${label}=${said}`].filter(Boolean).join(" ")}`.slice(0, 160);
    const allows = yes.test(said) ? true : no.test(said) ? false : undefined;
    if (isTraining(label)) return [{ path, allows, written }];
    // An unknown label that is allowed reserves nothing; a known one is about other uses.
    return allows === true || label === "" || OTHER_USAGES.has(label) ? [] : [{ path, allows: undefined, written }];
  });
}
