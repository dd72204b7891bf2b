import { usageError } from "../shared/errors.ts";
import { check, toVerdict } from "../shared/verdict.ts";
import { type Command, exactly, type Values } from "./command.ts";
import { bundle } from "./verify/bundle.ts";
import { certificate } from "./verify/certificate.ts";
import { disclosure } from "./verify/disclosure.ts";
import { envelope } from "./verify/envelope.ts";
import { type Kind, readWhatIsVerified } from "./verify/kind.ts";
import { listing } from "./verify/listing.ts";
import { pack } from "./verify/pack.ts";
import { verified } from "./verify/verified.ts";
import { WORK_OPTIONS } from "./work.ts";

/** Every kind of file that can be verified. A file says by its content which one it is. */
const KINDS: readonly Kind[] = [bundle, envelope, pack, disclosure, listing, certificate];

export const verify: Command = {
  name: "verify",
  summary:
    "Check a file of ours and trust nobody: a bundle, a signed statement, an evidence pack, a disclosure, a listing, a receipt",
  usage:
    "FILE [BUNDLE...] [--list DIR]... [--artifacts DIR] [--circuit ID=PAGESIZE]... [--signer NAME=PUBLICKEY]... [--list-root NAME=SHA256]... [--list-id NAME=ID]... [--deployment FILE] [--release ID] [--block HASH]... [--offline | --rpc URL [--witness-rpc URL]] [--commitment N] [--work FILE | --value TEXT | --key HEX]",
  options: {
    list: { type: "string", multiple: true },
    artifacts: { type: "string" },
    circuit: { type: "string", multiple: true },
    signer: { type: "string", multiple: true },
    "list-root": { type: "string", multiple: true },
    "list-id": { type: "string", multiple: true },
    deployment: { type: "string" },
    release: { type: "string" },
    block: { type: "string", multiple: true },
    offline: { type: "boolean" },
    rpc: { type: "string" },
    "witness-rpc": { type: "string" },
    commitment: { type: "string" },
    work: { type: "string" },
    ...WORK_OPTIONS,
  },
  async run({ positionals: [path, ...rest], values }) {
    if (path === undefined) throw usageError("cli/arguments", "no file is named", "Name what is to be verified.");
    const input = await readWhatIsVerified(path, rest);
    const kind = KINDS.find((each) => each.is(input));
    if (kind !== undefined) {
      if (kind.alone) exactly([path, ...rest], ["FILE"]);
      requireTaken(kind, values);
      return kind.verify(input, values);
    }
    const known = KINDS.map(({ what }) => what).join("; ");
    const found = toVerdict([check("format", false, `${path} is none of these: ${known}`)]);
    return verified(found, { claim: () => "", rows: () => [], details: [], json: {} });
  },
};

/** @throws usage `cli/bad-option` for an option that says nothing about this kind of file */
function requireTaken({ what, takes }: Kind, values: Values): void {
  const useless = Object.keys(values).find((option) => option in verify.options && !takes.includes(option));
  if (useless === undefined) return;
  throw usageError("cli/bad-option", `--${useless} has no meaning for ${what}`, "Leave it out.");
}
