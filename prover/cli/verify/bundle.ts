import { DISJOINTNESS_BUNDLE_FORMAT } from "../../bundle/disjointness.ts";
import { BUNDLE_FORMAT } from "../../bundle/document.ts";
import { verifyBundle } from "../../bundle/verify.ts";
import { usageError } from "../../shared/errors.ts";
import { quoted } from "../../shared/names.ts";
import { many } from "../values.ts";
import { fieldOf, hasFormat, type Kind } from "./kind.ts";
import { expectedList, keyRows, listRow, pinnedIn, pinnedLine } from "./policy.ts";
import { POWERS_OPTIONS, powersIn, powersLine, powersRows, recompute } from "./powers.ts";
import { type Row, verified } from "./verified.ts";

export const bundle: Kind = {
  alone: true,
  what: "a bundle of proofs",
  takes: ["list", "artifacts", "circuit", ...POWERS_OPTIONS],
  is: (input) => hasFormat(input, BUNDLE_FORMAT) || hasFormat(input, DISJOINTNESS_BUNDLE_FORMAT),
  async verify({ bytes, document }, values) {
    const isByPage = fieldOf(document, "format") === BUNDLE_FORMAT;
    const pinned = await pinnedIn(values, [document]);
    const powers = await powersIn(values, document);
    const [folder, ...more] = many(values, "list");
    if (more.length > 0) throw usageError("cli/bad-option", "a bundle is about one list", "Give --list once.");
    const list = folder === undefined ? undefined : await expectedList(folder);
    const isRecomputed = !isByPage && (await recompute(list?.local, powers));
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
        ...(list === undefined || isByPage ? [] : [accumulatorRow(isRecomputed)]),
        ["signed by", "nobody: proofs alone do not say whose shard it is"],
        ...(isByPage ? keyRows(pinned) : powersRows(powers)),
      ],
      details: [...pinned.map(pinnedLine), ...powers.map(powersLine)],
      json: { scope, policy: { circuits, powers: powers.map(({ id }) => id) } },
    });
  },
};

const accumulatorRow = (isRecomputed: boolean): Row =>
  isRecomputed
    ? ["accumulators", "computed again from the entries of the list"]
    : [
        "caveat",
        "that the accumulators are of the list's entries is stated by its publisher (--list DIR, --powers DIR)",
      ];
