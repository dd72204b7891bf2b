import type { Lineage } from "../../custody/lineage/verify.ts";
import type { ReleaseFacts } from "../../evidence/facts.ts";
import { count } from "../../shared/format.ts";
import { printable, quoted, quotedNames } from "../../shared/names.ts";
import { fromWhat } from "./parents.ts";
import type { Row } from "./verified.ts";

/** That the weights come from the shards: what signed steps say of it, or that nothing shows it. */
export function lineageRows({ declared, steps }: ReleaseFacts, lineage: Lineage | undefined): Row[] {
  if (steps === undefined || lineage === undefined)
    return [["stated only", `that these weights were made ${fromWhat(declared.parents)}`]];
  const signers = [...new Set(lineage.steps.flatMap(({ signedBy }) => signedBy))];
  const own = new Set(declared.shards.map(({ commitment }) => commitment));
  const others = lineage.shards.filter((commitment) => !own.has(commitment));
  return [
    [
      "steps",
      `${count(steps.count, "step")}, signed by ${quotedNames(signers)}, from these weights to every shard; ` +
        `root ${steps.root}`,
    ],
    ...others.map(
      (commitment): Row => ["caveat", `steps also lead to shard ${commitment}, of which nothing is proved`],
    ),
    ...lineage.code.map(({ name }): Row => ["not walked", `${quoted(printable(name))}, which a step calls code`]),
    ["stated only", "that each command read nothing but what its step names: its signer says so"],
  ];
}

/** The same for programs. */
export const lineageJson = ({ shards, code, steps, root }: Lineage) => ({
  shards,
  code,
  steps: steps.map(({ step, signedBy, id }) => ({ id, name: step.name, signedBy })),
  root,
});
