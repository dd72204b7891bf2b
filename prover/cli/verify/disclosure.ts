import { DISCLOSURE_FORMAT, type Disclosure } from "../../bundle/disclosure.ts";
import { verifyDisclosure } from "../../bundle/verifyDisclosure.ts";
import { keyToHex } from "../../fingerprint/key.ts";
import { parseField } from "../../shared/field.ts";
import type { Values } from "../commands/definition.ts";
import { optional } from "../values.ts";
import { keyOfWork } from "../work.ts";
import { fieldOf, hasFormat, type Input, type Kind } from "./kind.ts";
import { keyRows, pinnedIn, pinnedLine } from "./policy.ts";
import { verified } from "./verified.ts";

export const disclosure: Kind = {
  alone: true,
  what: "a disclosure about one work",
  takes: ["artifacts", "circuit", "commitment", "work", "value", "key"],
  is: (input) => hasFormat(input, DISCLOSURE_FORMAT),
  async verify(input, values) {
    const circuits = await pinnedIn(values, [input.document], ["exclusion", "inclusion"]);
    const asked = await askedIn(input, values);
    const { disclosure: told, ...found } = verifyDisclosure(input.bytes, { circuits, ...asked });
    const { answer, key, scheme, commitment } = told ?? {};
    const pinned = circuits.map(({ circuitId, kind, pageSize, setup }) => ({ circuitId, kind, pageSize, setup }));
    const policy = { circuits: pinned, ...asked };
    return verified(found, {
      claim: () => sentenceOf(told!, asked),
      rows: () => [
        ["work", `key ${key}, scheme ${scheme}`],
        ["shard", `commitment ${commitment}`],
        ["signed by", "nobody: a proof alone does not say whose shard it is"],
        ...keyRows(circuits),
      ],
      details: circuits.map(pinnedLine),
      json: { answer, key, scheme, commitment, policy },
    });
  },
};

/**
 * What the verifier knows without the file: the shard's commitment, and the work, under the scheme that the file
 * names.
 */
async function askedIn({ document }: Input, values: Values): Promise<{ commitment?: bigint; key?: string }> {
  const commitment = optional(values, "commitment");
  const scheme = fieldOf(document, "scheme");
  const key = await keyOfWork(optional(values, "work"), values, typeof scheme === "string" ? scheme : "");
  return {
    ...(commitment !== undefined && { commitment: parseField(commitment, "--commitment") }),
    ...(key !== undefined && { key: keyToHex(key) }),
  };
}

function sentenceOf({ answer, key, commitment }: Disclosure, asked: { commitment?: bigint; key?: string }): string {
  const work = asked.key === undefined ? `the key ${key} (which work it is was not checked: --work)` : "the work";
  const shard = asked.commitment === undefined ? `the shard behind ${commitment}` : "the shard";
  return answer === "present" ? `${shard} holds ${work}` : `${shard} does not hold ${work}`;
}
