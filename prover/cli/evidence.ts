import { basename, join } from "node:path";
import { LIST_FILE } from "../blocklist/list.ts";
import { type Bundle, readBundle } from "../bundle/document.ts";
import { writeEnvelope } from "../bundle/envelope.ts";
import { signStatement } from "../bundle/sign.ts";
import { exclusionStatement } from "../bundle/statement.ts";
import { stateAttachment, writePack } from "../evidence/pack.ts";
import { verificationKeyToSnarkjs } from "../groth16/verificationKey.ts";
import { readPinnedCircuits } from "../keys/pinned.ts";
import { readDocument } from "../shared/document.ts";
import { usageError } from "../shared/errors.ts";
import { readInput, writeFileAtomic } from "../shared/files.ts";
import { parseJson, stringifyJson } from "../shared/json.ts";
import { readBundles, statedIn } from "./attest.ts";
import { type Command, many, optional, required } from "./command.ts";

const make: Command = {
  name: "evidence make",
  summary: "Sign what bundles prove and pack it with all that a verifier needs into one archive",
  usage:
    "BUNDLE... --list DIR... --key KEY.pem --out DIR [--artefacts DIR] [--stated NAME=SHA256]... [--attach FILE]...",
  options: {
    list: { type: "string", multiple: true },
    key: { type: "string" },
    out: { type: "string" },
    artefacts: { type: "string" },
    stated: { type: "string", multiple: true },
    attach: { type: "string", multiple: true },
  },
  async run({ positionals, values }) {
    const bundles = await readBundles(positionals);
    const out = required(values, "out");
    const attachments = new Map<string, Uint8Array>();
    for (const path of many(values, "attach"))
      attachments.set(attachmentName(path), await readInput(path, "evidence", READ));
    const stated = [...statedIn(values), ...[...attachments].map(([name, content]) => stateAttachment(name, content))];
    const envelope = await signStatement(exclusionStatement(bundles, stated), required(values, "key"));
    const lists = await Promise.all(
      many(values, "list").map((folder) => readInput(join(folder, LIST_FILE), "evidence", READ)),
    );
    const keys = await keysOf(bundles, optional(values, "artefacts"));
    const bytes = new TextEncoder().encode(writeEnvelope(envelope));
    const pack = writePack({ envelope: bytes, bundles, keys, lists, attachments });
    const path = join(out, `${pack.cid}.car`);
    await writeFileAtomic(path, pack.bytes);
    return { verdict: true, json: { pack: path, cid: pack.cid }, text: path };
  },
};

export const evidenceCommands: readonly Command[] = [make];

const READ = "Name a file that exists.";

function attachmentName(path: string): string {
  const name = basename(path).toLowerCase();
  if (/^[a-z0-9][a-z0-9.-]{0,80}$/.test(name)) return name;
  throw usageError(
    "evidence/attachment-name",
    `${path} cannot be attached`,
    "Name it with letters, digits, dots and dashes.",
  );
}

/** The verification keys that the bundles' proofs were made for. */
async function keysOf(bundles: readonly Uint8Array[], artefacts: string | undefined): Promise<Uint8Array[]> {
  const read = bundles.map((file): Bundle => {
    const document = parseJson(file, "the bundle");
    return readDocument("the bundle", "evidence", "Make it again.", (reader) => readBundle(reader, document));
  });
  const used = new Set(read.flatMap(({ statements }) => statements.map(({ circuitId }) => circuitId)));
  const installed = await readPinnedCircuits(artefacts);
  const keys = installed.filter(({ circuitId }) => used.has(circuitId));
  if (keys.length === used.size)
    return keys.map(({ key }) => new TextEncoder().encode(stringifyJson(verificationKeyToSnarkjs(key))));
  throw usageError(
    "evidence/other-circuit",
    "a bundle was proved with a circuit that is not installed",
    "Name its --artefacts.",
  );
}
