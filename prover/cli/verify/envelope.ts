import { verifyAttestation } from "../../bundle/attestation.ts";
import { usageError } from "../../shared/errors.ts";
import { quoted, quotedNames } from "../../shared/names.ts";
import { readBundles } from "../attest.ts";
import type { Values } from "../commands/definition.ts";
import { many } from "../values.ts";
import { documentIn, fieldOf, type Kind } from "./kind.ts";
import { expectedList, type KnownList, listRow, pinnedIn, pinnedLine, signersIn } from "./policy.ts";
import { accumulatorRows, POWERS_OPTIONS, powersIn, powersLine, provedRows, recomputedLists } from "./powers.ts";
import { type Row, verified } from "./verified.ts";

export const envelope: Kind = {
  alone: false,
  what: "a signed statement, followed by the bundles that it is about",
  takes: ["signer", "list", "artifacts", "circuit", ...POWERS_OPTIONS],
  is: ({ document }) => fieldOf(document, "payloadType") !== undefined,
  async verify({ bytes, rest }, values) {
    if (rest.length === 0)
      throw usageError(
        "cli/arguments",
        "the bundles that the statement is about are not given",
        "Give them after it: `disjoint verify STATEMENT BUNDLE...`",
      );
    const bundles = await readBundles(rest);
    const signers = signersIn(values);
    const documents = bundles.map(documentIn);
    const circuits = await pinnedIn(values, documents);
    const powers = await powersIn(values, documents);
    const lists = await readLists(values, bundles.length);
    const found = verifyAttestation(bytes, bundles, { signers, circuits: [...circuits, ...powers], lists });
    const { signedBy, stated } = found;
    const recomputed = await recomputedLists(lists, powers);
    const policy = [
      ...signers.map(({ name, publicKey }) => `policy: signer ${quoted(name)} ${publicKey}`),
      ...circuits.map(pinnedLine),
      ...powers.map(powersLine),
    ];
    const claims = stated.map(({ name, sha256 }) => `stated, not proved: ${quoted(name)} ${sha256}`);
    const scope = lists.length > 0 ? "list" : "statements";
    const names = [...new Set(lists.map(({ name }) => name))];
    return verified(found, {
      claim: () =>
        lists.length === 0
          ? "every statement in the bundles holds; which lists they are about was not checked (--list)"
          : `the committed shards hold no entry of ${quotedNames(names)}`,
      rows: () => [
        ["signed by", quotedNames(signedBy)],
        ...stated.map(
          ({ name, sha256 }): Row => ["stated only", `${quoted(name)} ${sha256} was made from these shards`],
        ),
        ...[...new Map(lists.map((list) => [list.root, list])).values()].map(listRow),
        ...accumulatorRows(documents, recomputed),
        ...provedRows(documents, circuits, powers),
      ],
      details: [...claims, ...policy],
      json: { scope, signedBy, stated, recomputed: [...recomputed], policy },
    });
  },
};

/** The lists of the bundles, in their order; none at all, or one for each. */
async function readLists(values: Values, count: number): Promise<KnownList[]> {
  const folders = many(values, "list");
  if (folders.length !== 0 && folders.length !== count)
    throw usageError(
      "cli/bad-option",
      `${folders.length} lists for ${count} bundles`,
      "Give --list once for each bundle.",
    );
  return Promise.all(folders.map(expectedList));
}
