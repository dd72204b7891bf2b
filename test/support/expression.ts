/** The contexts of GitHub's expressions: `inputs.tag`, `steps.run.outputs.status`, … */
export type Contexts = { [name: string]: string | Contexts };

type Value = string | boolean;

const TOKEN = /\s*(?:(&&|\|\||==|!=|!|\(|\))|'((?:[^']|'')*)'|([A-Za-z_][\w-]*(?:\.[\w-]+)*))/y;

/**
 * Evaluates the part of GitHub's expression language that this project's actions use: contexts, strings, `==`, `!=`,
 * `!`, `&&`, `||` and the status functions. Everything else is an error, not a guess.
 *
 * @param failed whether an earlier step has failed
 */
export function evaluate(text: string, contexts: Contexts, failed: boolean): Value {
  const tokens = tokensOf(text);
  const value = either();
  if (tokens.length > 0) throw new Error(`${text}: ${tokens[0]!.text} is left over`);
  return value;

  function take(sign: string): boolean {
    if (tokens[0]?.kind !== "sign" || tokens[0].text !== sign) return false;
    tokens.shift();
    return true;
  }
  function either(): Value {
    let left = both();
    while (take("||")) {
      const right = both();
      if (!isTrue(left)) left = right;
    }
    return left;
  }
  function both(): Value {
    let left = compared();
    while (take("&&")) {
      const right = compared();
      if (isTrue(left)) left = right;
    }
    return left;
  }
  function compared(): Value {
    const left = single();
    if (take("==")) return same(left, single());
    if (take("!=")) return !same(left, single());
    return left;
  }
  function single(): Value {
    if (take("!")) return !isTrue(single());
    if (take("(")) {
      const inner = either();
      if (!take(")")) throw new Error(`${text}: a bracket stays open`);
      return inner;
    }
    const token = tokens.shift();
    if (token?.kind === "string") return token.text;
    if (token?.kind !== "name") throw new Error(`${text}: ends too early`);
    if (!take("(")) return lookUp(token.text, contexts);
    if (!take(")")) throw new Error(`${text}: functions with arguments are not known here`);
    const status: Record<string, boolean> = { always: true, success: !failed, failure: failed };
    if (!(token.text in status)) throw new Error(`${text}: ${token.text} is not known here`);
    return status[token.text]!;
  }
}

/** A text with `${{ }}` in it. */
export const interpolate = (text: string, contexts: Contexts): string =>
  text.replace(/\$\{\{(.*?)\}\}/g, (_, inner: string) => String(evaluate(inner, contexts, false)));

/** Whether a step runs: without a status function its condition holds only after success. */
export function runsIf(condition: string | undefined, contexts: Contexts, failed: boolean): boolean {
  const text = condition ?? "success()";
  const asksStatus = /\b(always|success|failure)\(\)/.test(text);
  return (asksStatus || !failed) && isTrue(evaluate(text, contexts, failed));
}

function tokensOf(text: string): { kind: "sign" | "string" | "name"; text: string }[] {
  const tokens = [];
  TOKEN.lastIndex = 0;
  for (let end = 0; end < text.trimEnd().length; end = TOKEN.lastIndex) {
    TOKEN.lastIndex = end;
    const [, sign, string, name] = TOKEN.exec(text) ?? [];
    if (sign !== undefined) tokens.push({ kind: "sign" as const, text: sign });
    else if (string !== undefined) tokens.push({ kind: "string" as const, text: string.replaceAll("''", "'") });
    else if (name !== undefined) tokens.push({ kind: "name" as const, text: name });
    else throw new Error(`${text}: not understood from ${end} on`);
  }
  return tokens;
}

/** A missing value is empty, as on GitHub. */
function lookUp(path: string, contexts: Contexts): string {
  const found = path.split(".").reduce<string | Contexts | undefined>((at, name) => (at as Contexts)?.[name], contexts);
  if (typeof found === "object") throw new Error(`${path} is not a value`);
  return found ?? "";
}

const isTrue = (value: Value): boolean => value === true || (typeof value === "string" && value !== "");

/** GitHub compares strings case-insensitively. */
const same = (a: Value, b: Value): boolean => String(a).toLowerCase() === String(b).toLowerCase();
