import { BUNDLE_FORMAT } from "../../bundle/document.ts";
import { verifyBundle } from "../../bundle/verify.ts";
import { usageError } from "../../shared/errors.ts";
import { quoted } from "../../shared/names.ts";
import { many } from "../command.ts";
import { hasFormat, type Kind } from "./kind.ts";
import { checkLines, expectedList, pinnedIn, pinnedLine } from "./policy.ts";

export const bundle: Kind = {
  alone: true,
  what: "a bundle of proofs",
  takes: ["list", "artefacts", "circuit"],
  is: (input) => hasFormat(input, BUNDLE_FORMAT),
  async verify({ bytes, document }, values) {
    const pinned = await pinnedIn(values, [document]);
    const [folder, ...more] = many(values, "list");
    if (more.length > 0) throw usageError("cli/bad-option", "a bundle is about one list", "Give --list once.");
    const expected = folder === undefined ? undefined : await expectedList(folder);
    const { verdict, checks, scope } = verifyBundle(bytes, pinned, expected);
    const claim =
      scope === "list"
        ? `the committed shard holds no entry of ${quoted(expected!.name)}`
        : "every statement in the bundle holds; which list its pages are of was not checked (--list)";
    const sentence = verdict ? `true: ${claim}` : "false: at least one check failed";
    const circuits = pinned.map(({ circuitId, pageSize, setup }) => ({ circuitId, pageSize, setup }));
    const text = [...checkLines(checks), sentence, ...pinned.map(pinnedLine)].join("\n");
    return { verdict, json: { verdict, scope, checks, policy: { circuits } }, text };
  },
};
