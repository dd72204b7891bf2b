import { DISCLOSURE_FORMATS, type Disclosure } from "../../bundle/disclosure.ts";
import { verifyDisclosure } from "../../bundle/verifyDisclosure.ts";
import { keyToHex } from "../../fingerprint/key.ts";
import { parseField } from "../../shared/field.ts";
import type { Values } from "../commands/definition.ts";
import { optional } from "../values.ts";
import { keyOfWork } from "../work.ts";
import { fieldOf, hasFormat, type Input, type Kind } from "./kind.ts";
import { keyRows, pinnedIn, pinnedLine } from "./policy.ts";
import { POWERS_OPTIONS, powersIn, powersLine, powersRows } from "./powers.ts";
import { verified } from "./verified.ts";

export const disclosure: Kind = {
  alone: true,
  what: "a disclosure about one work",
  takes: ["artifacts", "circuit", ...POWERS_OPTIONS, "commitment", "work", "value", "key"],
  is: (input) => DISCLOSURE_FORMATS.some((format) => hasFormat(input, format)),
  async verify(input, values) {
    const circuits = await pinnedIn(values, [input.document], ["exclusion", "inclusion"]);
    const powers = await powersIn(values, [input.document]);
    const expected = await expectedIn(input, values);
    const { disclosure: read, ...found } = verifyDisclosure(input.bytes, {
      circuits: [...circuits, ...powers],
      ...expected,
    });
    const { answer, key, scheme, commitment } = read ?? {};
    const pinned = circuits.map(({ circuitId, kind, pageSize, setup }) => ({ circuitId, kind, pageSize, setup }));
    const policy = { circuits: pinned, powers: powers.map(({ id }) => id), ...expected };
    return verified(found, {
      claim: () => sentenceOf(read!, expected),
      rows: () => [
        ["work", `key ${key}, scheme ${scheme}`],
        ["shard", `commitment ${commitment}`],
        ["signed by", "nobody: a proof alone does not say whose shard it is"],
        ...(hasFormat(input, DISCLOSURE_FORMATS[0]) ? keyRows(circuits) : powersRows(powers)),
      ],
      details: [...circuits.map(pinnedLine), ...powers.map(powersLine)],
      json: { answer, key, scheme, commitment, policy },
    });
  },
};

/**
 * What the verifier knows without the file: the shard's commitment, and the work, under the scheme that the file
 * names.
 */
async function expectedIn({ document }: Input, values: Values): Promise<{ commitment?: bigint; key?: string }> {
  const commitment = optional(values, "commitment");
  const scheme = fieldOf(document, "scheme");
  const key = await keyOfWork(optional(values, "work"), values, typeof scheme === "string" ? scheme : "");
  return {
    ...(commitment !== undefined && { commitment: parseField(commitment, "--commitment") }),
    ...(key !== undefined && { key: keyToHex(key) }),
  };
}

function sentenceOf({ answer, key, commitment }: Disclosure, expected: { commitment?: bigint; key?: string }): string {
  const work = expected.key === undefined ? `the key ${key} (which work it is was not checked: --work)` : "the work";
  const shard = expected.commitment === undefined ? `the shard behind ${commitment}` : "the shard";
  return answer === "present" ? `${shard} holds ${work}` : `${shard} does not hold ${work}`;
}
