import { BUNDLE_FORMAT } from "../../bundle/document.ts";
import { verifyBundle } from "../../bundle/verify.ts";
import { usageError } from "../../shared/errors.ts";
import { quoted } from "../../shared/names.ts";
import { many } from "../values.ts";
import { fieldOf, hasFormat, type Kind } from "./kind.ts";
import { expectedList, keyRows, listRow, pinnedIn, pinnedLine } from "./policy.ts";
import { verified } from "./verified.ts";

export const bundle: Kind = {
  alone: true,
  what: "a bundle of proofs",
  takes: ["list", "artifacts", "circuit"],
  is: (input) => hasFormat(input, BUNDLE_FORMAT),
  async verify({ bytes, document }, values) {
    const pinned = await pinnedIn(values, [document]);
    const [folder, ...more] = many(values, "list");
    if (more.length > 0) throw usageError("cli/bad-option", "a bundle is about one list", "Give --list once.");
    const list = folder === undefined ? undefined : await expectedList(folder);
    const { scope, ...found } = verifyBundle(bytes, pinned, list);
    const circuits = pinned.map(({ circuitId, pageSize, setup }) => ({ circuitId, pageSize, setup }));
    return verified(found, {
      claim: () =>
        list === undefined
          ? "every statement in the bundle holds; which list its pages are of was not checked (--list)"
          : `the committed shard holds no entry of ${quoted(list.name)}`,
      rows: () => [
        ["shard", `commitment ${fieldOf(document, "commitment")}`],
        ...(list === undefined ? [] : [listRow(list)]),
        ["signed by", "nobody: proofs alone do not say whose shard it is"],
        ...keyRows(pinned),
      ],
      details: pinned.map(pinnedLine),
      json: { scope, policy: { circuits } },
    });
  },
};
