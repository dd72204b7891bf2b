import { writeArchive } from "../../evidence/car.ts";
import { ENVELOPE } from "../../evidence/pack.ts";
import { verifyPack } from "../../evidence/verifyPack.ts";
import { readPinnedCircuits } from "../../keys/pinned.ts";
import { optional, pairs, type Values } from "../command.ts";
import type { Input, Kind } from "./kind.ts";
import { checkLines, signersIn } from "./policy.ts";

/** How every CAR file of version 1 begins after its length: a map of two, "roots". */
const CAR = [0xa2, 0x65, ...new TextEncoder().encode("roots")];

export const pack: Kind = {
  alone: true,
  what: "an evidence pack, as archive or as folder",
  is: ({ bytes, folder }) => folder?.has(ENVELOPE) ?? CAR.every((byte, i) => bytes[i + 1] === byte),
  async verify(input, values) {
    const policy = await policyIn(values);
    const { verdict, checks, cid, signedBy, stated } = verifyPack(archiveOf(input), policy);
    const enforced = { ...policy, circuits: Object.fromEntries(policy.circuits) };
    const names = (what: readonly { name: string }[]) => what.map(({ name }) => name).join(", ") || "none";
    const lines = [
      ...checkLines(checks),
      ...stated.map(({ name, sha256 }) => `stated, not proved: ${name} ${sha256}`),
      `policy: signers ${names(policy.signers)}; lists ${names(policy.lists)}; circuits ${[...policy.circuits.keys()].join(", ")}`,
      verdict ? `true: signed by ${signedBy.join(", ")}` : "false: at least one check failed",
    ];
    return { verdict, json: { verdict, cid, checks, signedBy, stated, policy: enforced }, text: lines.join("\n") };
  },
};

/** A folder is judged as the archive of its files; names that no archive can have make none. */
function archiveOf({ bytes, folder }: Input): Uint8Array {
  if (folder === undefined) return bytes;
  try {
    return writeArchive(folder).bytes;
  } catch (error) {
    if (error instanceof RangeError) return new Uint8Array();
    throw error;
  }
}

async function policyIn(values: Values) {
  const named = pairs(values, "circuit", /^(16|256)$/).map(([id, size]) => [id.toLowerCase(), Number(size)] as const);
  const installed = named.length > 0 ? [] : await readPinnedCircuits(optional(values, "artefacts"));
  return {
    signers: signersIn(values),
    circuits: new Map([...named, ...installed.map(({ circuitId, pageSize }) => [circuitId, pageSize] as const)]),
    lists: pairs(values, "list-root", /^[0-9a-f]{64}$/).map(([name, root]) => ({ name, root })),
  };
}
