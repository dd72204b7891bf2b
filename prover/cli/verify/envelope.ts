import { verifyAttestation } from "../../bundle/attestation.ts";
import type { ExpectedList } from "../../bundle/verify.ts";
import { usageError } from "../../shared/errors.ts";
import { quoted, quotedNames } from "../../shared/names.ts";
import { readBundles } from "../attest.ts";
import { many, type Values } from "../command.ts";
import { documentIn, fieldOf, type Kind } from "./kind.ts";
import { checkLines, expectedList, pinnedIn, pinnedLine, signersIn } from "./policy.ts";

export const envelope: Kind = {
  alone: false,
  what: "a signed statement, followed by the bundles that it is about",
  takes: ["signer", "list", "artefacts", "circuit"],
  is: ({ document }) => fieldOf(document, "payloadType") !== undefined,
  async verify({ bytes, rest }, values) {
    const bundles = await readBundles(rest);
    const signers = signersIn(values);
    const circuits = await pinnedIn(values, bundles.map(documentIn));
    const lists = await readLists(values, bundles.length);
    const { verdict, checks, signedBy, stated } = verifyAttestation(bytes, bundles, { signers, circuits, lists });
    const conclusion = verdict ? `true: signed by ${quotedNames(signedBy)}` : "false: at least one check failed";
    const policy = [
      ...signers.map(({ name, publicKey }) => `policy: signer ${quoted(name)} ${publicKey}`),
      ...circuits.map(pinnedLine),
    ];
    const claims = stated.map(({ name, sha256 }) => `stated, not proved: ${quoted(name)} ${sha256}`);
    const scope = lists.length > 0 ? "list" : "statements";
    const text = [...checkLines(checks), ...claims, conclusion, ...policy].join("\n");
    return { verdict, json: { verdict, scope, checks, signedBy, stated, policy }, text };
  },
};

/** The lists of the bundles, in their order; none at all, or one for each. */
async function readLists(values: Values, count: number): Promise<ExpectedList[]> {
  const folders = many(values, "list");
  if (folders.length !== 0 && folders.length !== count)
    throw usageError(
      "cli/bad-option",
      `${folders.length} lists for ${count} bundles`,
      "Give --list once for each bundle.",
    );
  return Promise.all(folders.map(expectedList));
}
