/** Paths that no rule is made for: their result is that of the host as a whole. */
const ANY_PATHS = ["/qzxv-8301", "/qzxv-8301/qzxv-8302"];

/**
 * Whether a pattern (RFC 9309, 2.2.3; TDMRep, 6.1) matches the beginning of a path: `*` matches any characters, `$` at
 * the end of the pattern the end of the path.
 */
export function matchesPath(pattern: string, path: string): boolean {
  const isAnchored = pattern.endsWith("$");
  const [first = "", ...parts] = (isAnchored ? pattern.slice(0, -1) : pattern).split("*");
  if (!path.startsWith(first)) return false;
  let at = first.length;
  for (const [i, part] of parts.entries()) {
    const isLast = isAnchored && i === parts.length - 1;
    const found = isLast ? Math.max(at, path.length - part.length) : path.indexOf(part, at);
    if (found === -1 || !path.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return !isAnchored || at === path.length;
}

/** Whether a pattern matches every path. */
export const matchesAny = (pattern: string): boolean => ANY_PATHS.every((path) => matchesPath(pattern, path));

/** A rule of a group: its effect on the paths that its pattern matches. */
type PathRule = { pattern: string; allows: boolean };

/**
 * The effect of rules on a host as a whole, and the patterns that deviate from it. The longest matching pattern
 * applies; of equally long ones, the one that allows (RFC 9309, 2.2.2).
 *
 * @returns `closed`: the host is closed; `except`: patterns whose paths differ from the host
 */
export function closureOf(rules: readonly PathRule[]): { closed: boolean; except: string[] } {
  const whole = rules.filter(({ pattern }) => matchesAny(pattern));
  const strongest = whole.toSorted(
    (a, b) => octets(b.pattern) - octets(a.pattern) || Number(b.allows) - Number(a.allows),
  )[0];
  const closed = strongest?.allows === false;
  const length = strongest === undefined ? 0 : octets(strongest.pattern);
  const except = rules.filter(
    ({ pattern, allows }) =>
      allows === closed && !matchesAny(pattern) && (octets(pattern) > length || (allows && octets(pattern) === length)),
  );
  return { closed, except: [...new Set(except.map(({ pattern }) => pattern))] };
}

const octets = (pattern: string): number => Buffer.byteLength(pattern);
