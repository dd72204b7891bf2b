import { usageError } from "../shared/errors.ts";
import { check, toVerdict } from "../shared/verdict.ts";
import { COMMON_OPTIONS, type Run, type Values } from "./commands/definition.ts";
import { bundle } from "./verify/bundle.ts";
import { certificate } from "./verify/certificate.ts";
import { disclosure } from "./verify/disclosure.ts";
import { envelope } from "./verify/envelope.ts";
import { type Kind, readWhatIsVerified } from "./verify/kind.ts";
import { listing } from "./verify/listing.ts";
import { pack } from "./verify/pack.ts";
import { verified } from "./verify/verified.ts";

/** Every kind of file that can be verified. A file says by its content which one it is. */
const KINDS: readonly Kind[] = [bundle, envelope, pack, disclosure, listing, certificate];

/** Options that say how a verdict is shown. */
const SHOWN: ReadonlySet<string> = new Set(COMMON_OPTIONS.map(({ name }) => name));

export const runVerify: Run = async ({ positionals: [path, ...rest], values }) => {
  if (path === undefined) throw usageError("cli/arguments", "no file is given", "Pass the file or folder to verify.");
  const input = await readWhatIsVerified(path, rest);
  const kind = KINDS.find((each) => each.is(input));
  if (kind !== undefined) {
    if (kind.alone) requireAlone(kind, rest);
    requireTaken(kind, values);
    return kind.verify(input, values);
  }
  const known = KINDS.map(({ what }) => what).join("; ");
  const folder = input.folder === undefined ? "" : ". Of a folder with other files, each file is verified alone";
  const found = toVerdict([check("format", false, `${path} is none of these: ${known}${folder}`)]);
  return verified(found, { claim: () => "", rows: () => [], details: [], json: {} });
};

/** @throws usage `cli/arguments` */
function requireAlone({ what }: Kind, rest: readonly string[]): void {
  if (rest.length === 0) return;
  throw usageError(
    "cli/arguments",
    `${what} is verified alone, and ${rest.length + 1} files are given`,
    "Give one file.",
  );
}

/** @throws usage `cli/bad-option` for an option that says nothing about this kind of file */
function requireTaken({ what, takes }: Kind, values: Values): void {
  const useless = Object.keys(values).find((option) => !takes.includes(option) && !SHOWN.has(option));
  if (useless === undefined) return;
  throw usageError("cli/bad-option", `--${useless} has no meaning for ${what}`, "Leave it out.");
}
