import type { Engine } from "../accumulator/engine.ts";
import { readTau } from "../accumulator/powers.ts";
import { accumulatorOfKey, areDisjoint, isMember, type Tau } from "../accumulator/verify.ts";
import type { Disclosure } from "../bundle/disclosure.ts";
import type { AccumulatorShard } from "../commitment/shard/readShard.ts";
import { keyToHex, toKeyElements } from "../fingerprint/key.ts";
import { openInstalledEngine } from "../setup/powers/installed.ts";
import { artifactError } from "../shared/errors.ts";
import { bytesToBigIntBE } from "../shared/field.ts";
import { randomField } from "../shared/random.ts";
import { containsKey } from "./findings.ts";

/** What is needed for shards that are committed to by accumulators. */
export type EngineOptions = {
  /** Opens an engine on the powers of tau with this id. Default: on the installed ones. */
  engine?(powers: string): Promise<Engine>;
};

type Options = EngineOptions & { shard: AccumulatorShard; scheme: string; key: Uint8Array };

/** Proves that an accumulator holds a key, or that it does not. */
export async function discloseKey({ shard, scheme, key, engine = openInstalledEngine }: Options): Promise<Disclosure> {
  const { accumulator, commitment, coefficients, manifest } = shard;
  const opened = await engine(manifest.powers);
  const powers = await readTau(opened.powers);
  const shown = { key: keyToHex(key), scheme, commitment, powers, accumulator };
  if (!containsKey(shard, key)) {
    const witness = await proveAbsence(shard, key, opened, powers);
    return { ...shown, answer: "absent", witness };
  }
  const element = bytesToBigIntBE(key);
  const witness = await opened.proveMember({ coefficients, key: element });
  if (!isMember(accumulator, element, witness, powers)) throw unproved();
  return { ...shown, answer: "present", witness };
}

async function proveAbsence(
  { accumulator, coefficients }: AccumulatorShard,
  key: Uint8Array,
  engine: Engine,
  tau: Tau,
) {
  const [result] = await engine.proveDisjoint({
    lists: [{ entries: toKeyElements(key), multiplier: 1n }],
    shards: [{ coefficients, blinding: randomField() }],
  });
  const list = accumulatorOfKey(bytesToBigIntBE(key), tau);
  const proof = result !== undefined && "proofs" in result ? result.proofs[0] : undefined;
  if (proof === undefined || !areDisjoint({ accumulator, list, proof })) throw unproved();
  return proof;
}

const unproved = () =>
  artifactError(
    "accumulator/unproved",
    "the proof that was made does not hold: the coefficients are not those of the shard's accumulator",
    "Commit the sources again.",
  );
