import { DISJOINTNESS_BUNDLE_FORMAT } from "../../bundle/disjointness.ts";
import { BUNDLE_FORMAT } from "../../bundle/document.ts";
import { verifyBundle } from "../../bundle/verify.ts";
import { usageError } from "../../shared/errors.ts";
import { quoted } from "../../shared/names.ts";
import { many } from "../values.ts";
import { fieldOf, hasFormat, type Kind } from "./kind.ts";
import { expectedList, listRow, pinnedIn, pinnedLine } from "./policy.ts";
import { accumulatorRows, POWERS_OPTIONS, powersIn, powersLine, provedRows, recomputedLists } from "./powers.ts";
import { verified } from "./verified.ts";

export const bundle: Kind = {
  alone: true,
  what: "a bundle of proofs",
  takes: ["list", "artifacts", "circuit", ...POWERS_OPTIONS],
  is: (input) => hasFormat(input, BUNDLE_FORMAT) || hasFormat(input, DISJOINTNESS_BUNDLE_FORMAT),
  async verify({ bytes, document }, values) {
    const pinned = await pinnedIn(values, [document]);
    const powers = await powersIn(values, [document]);
    const [folder, ...more] = many(values, "list");
    if (more.length > 0) throw usageError("cli/bad-option", "a bundle is about one list", "Give --list once.");
    const list = folder === undefined ? undefined : await expectedList(folder);
    const recomputed = await recomputedLists(list === undefined ? [] : [list], powers);
    const { scope, ...found } = verifyBundle(bytes, [...pinned, ...powers], list);
    const circuits = pinned.map(({ circuitId, pageSize, setup }) => ({ circuitId, pageSize, setup }));
    return verified(found, {
      claim: () =>
        list === undefined
          ? "every statement in the bundle holds; which list its pages or epochs are of was not checked (--list)"
          : `the committed shard holds no entry of ${quoted(list.name)}`,
      rows: () => [
        ["shard", `commitment ${fieldOf(document, "commitment")}`],
        ...(list === undefined ? [] : [listRow(list)]),
        ...(list === undefined ? [] : accumulatorRows([document], recomputed)),
        ["signed by", "nobody: proofs alone do not say whose shard it is"],
        ...provedRows([document], pinned, powers),
      ],
      details: [...pinned.map(pinnedLine), ...powers.map(powersLine)],
      json: { scope, recomputed: [...recomputed], policy: { circuits, powers: powers.map(({ id }) => id) } },
    });
  },
};
