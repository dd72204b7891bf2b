import { AbiCoder, keccak256 } from "ethers";
import fc from "fast-check";
import { expect, test } from "vitest";
import { hasOwnId } from "../../../prover/registry/releaseId.ts";
import { addressOf, idOf, release, snapshotOf } from "../../support/registrySnapshot.ts";

const RELEASE =
  "tuple(string model, string version, bytes32 weights, uint256[] shards, bytes32[] parents, string terms)";

/** The id as ethers computes it. */
const idAs = (vendor: string, content: unknown): string =>
  keccak256(AbiCoder.defaultAbiCoder().encode(["address", RELEASE], [vendor, content]));

const words = fc.string({ unit: "grapheme", maxLength: 80 });

test("finds the id of a release to be the hash of vendor, model, version, weights, shards, parents and terms", () => {
  fc.assert(
    fc.property(
      words,
      words,
      words,
      fc.array(fc.bigInt({ min: 0n, max: 2n ** 254n - 1n }).map(String), { maxLength: 5 }),
      fc.integer({ min: 0, max: 3 }),
      (model, version, terms, shards, parents) => {
        const earlier = [1, 2, 3].map((n) => release(n, "earlier", String(n), n));
        const vendor = addressOf(0xabcdef);
        const weights = "ab".repeat(32);
        const places = [0, 1, 2].slice(0, parents);
        const content = {
          model,
          version,
          weights: `0x${weights}`,
          shards,
          parents: places.map((place) => earlier[place]!.release),
          terms,
        };
        const id = idAs(vendor, content);
        const own = { ...release(9, model, version, 1), release: id, vendor, weights, terms, shards, parents: places };
        const snapshot = snapshotOf([], [...earlier, own]);
        expect(hasOwnId(snapshot, own)).toBe(true);
        for (const change of [
          { model: `${model} ` },
          { version: `${version}\u200b` },
          { terms: `${terms}x` },
          { vendor: addressOf(1) },
          { weights: "ac".repeat(32) },
          { shards: [...shards, "1"] },
          { parents: places.length > 0 ? [] : [0] },
          { release: idOf(1) },
        ])
          expect(hasOwnId(snapshot, { ...own, ...change }), JSON.stringify(change)).toBe(false);
      },
    ),
    { numRuns: 50 },
  );
});
