import { maxOf } from "../../shared/collections.ts";
import { DisjointError, reworded } from "../../shared/errors.ts";
import { withoutSecrets } from "../../shared/redact.ts";

/**
 * The outcome of a check. `ok`: null if it could not be made; `says`: what was found, what is wrong, or why it was not
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
 * A check of something that a release needs. `test` returns what was found, or throws an error that says what is wrong
 * and what to do about it; `needs`: checks that must pass first.
 */
export type Check<S> = {
  name: string;
  needs?: readonly string[];
  test(scene: S): Promise<string | NotChecked>;
};

/**
 * Makes checks and collects the outcomes, so that everything that is wrong is reported at once. A check that is made
 * again when more is known replaces its earlier outcome.
 */
export class Checklist {
  readonly #results = new Map<string, CheckResult>();
  readonly #errors: DisjointError[] = [];

  get results(): CheckResult[] {
    return [...this.#results.values()];
  }

  /** @throws what is wrong: the first problem with its code, and in its message and details all of them */
  async require<S>(checks: readonly Check<S>[], scene: S): Promise<void> {
    // All at once, because most of them wait for the same node. The outcomes keep their order.
    const made = await Promise.allSettled(checks.map(({ test }) => test(scene)));
    for (const [i, { name, needs = [] }] of checks.entries()) {
      const missing = needs.find((needed) => this.#results.get(needed)?.ok === false);
      const found = missing === undefined ? this.#outcome(made[i]!) : { ok: null, says: `it needs ${missing}` };
      this.#results.set(name, { name, ...found });
    }
    const [first, ...others] = this.#errors;
    if (first === undefined) return;
    const more = others.map((error) => `\nerror ${error.code}: ${error.message}\n  ${error.hint}`).join("");
    throw reworded(first, { hint: first.hint + more, details: { checks: this.results } });
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
    // If something that several checks need fails, it is reported as one problem.
    if (this.#errors.some((known) => known.code === code && withoutSecrets(known.message) === message))
      return { ok: null, says: `it needs what is wrong above: ${code}` };
    this.#errors.push(error);
    return { ok: false, says: message, code, hint };
  }
}

/** The checks for people, one line each. */
export function describeChecks(results: readonly CheckResult[]): string[] {
  const width = maxOf(
    results.map(({ name }) => name.length),
    0,
  );
  const state = (ok: boolean | null) => (ok === null ? "not checked" : ok ? "ok" : "WRONG");
  return results.map(({ name, ok, says }) => `${name.padEnd(width)}  ${state(ok)}: ${says}`);
}
