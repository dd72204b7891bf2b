import { DisjointError } from "../../shared/errors.ts";
import { withoutSecrets } from "../../shared/redact.ts";

/**
 * What came of a check. `ok`: null when it could not be made; `says`: what was found, or what is wrong, or why not
 * made.
 */
export type CheckResult = { name: string; ok: boolean | null; says: string; code?: string; hint?: string };

/** Why a check could not be made. */
export class NotChecked {
  readonly why: string;
  constructor(why: string) {
    this.why = why;
  }
}

/**
 * A thing that a release needs. `test` says what was found, or throws what is wrong and what to do about it; `needs`:
 * checks without which it cannot be made.
 */
export type Check<S> = {
  name: string;
  needs?: readonly string[];
  test(scene: S): Promise<string | NotChecked>;
};

/**
 * Makes checks and holds what came of them, so that all that is wrong is said at once. A check that is made again when
 * more is known takes the place of what it said before.
 */
export class Checklist {
  readonly #results = new Map<string, CheckResult>();
  readonly #errors: DisjointError[] = [];

  get results(): CheckResult[] {
    return [...this.#results.values()];
  }

  /** @throws what is wrong: the first problem with its code, and in its message and details all of them */
  async require<S>(checks: readonly Check<S>[], scene: S): Promise<void> {
    // All at once, for most of them wait for the same node; what came of them is told in their order.
    const made = await Promise.allSettled(checks.map(({ test }) => test(scene)));
    for (const [i, { name, needs = [] }] of checks.entries()) {
      const missing = needs.find((needed) => this.#results.get(needed)?.ok === false);
      const found = missing === undefined ? this.#outcome(made[i]!) : { ok: null, says: `it needs ${missing}` };
      this.#results.set(name, { name, ...found });
    }
    const [first, ...others] = this.#errors;
    if (first === undefined) return;
    const more = others.map((error) => `\nerror ${error.code}: ${error.message}\n  ${error.hint}`).join("");
    throw first.reworded({ hint: first.hint + more, details: { checks: this.results } });
  }

  #outcome(made: PromiseSettledResult<string | NotChecked>): Omit<CheckResult, "name"> {
    if (made.status === "fulfilled") {
      const { value } = made;
      return value instanceof NotChecked ? { ok: null, says: value.why } : { ok: true, says: value };
    }
    const error: unknown = made.reason;
    if (!(error instanceof DisjointError)) throw error;
    const { code } = error;
    const message = withoutSecrets(error.message);
    const hint = withoutSecrets(error.hint);
    // What several checks need fails once: it is one problem.
    if (this.#errors.some((known) => known.code === code && withoutSecrets(known.message) === message))
      return { ok: null, says: `it needs what is wrong above: ${code}` };
    this.#errors.push(error);
    return { ok: false, says: message, code, hint };
  }
}

/** The checks for people, a line each. */
export function describeChecks(results: readonly CheckResult[]): string[] {
  const width = Math.max(0, ...results.map(({ name }) => name.length));
  const state = (ok: boolean | null) => (ok === null ? "not checked" : ok ? "ok" : "WRONG");
  return results.map(({ name, ok, says }) => `${name.padEnd(width)}  ${state(ok)}: ${says}`);
}
