import { expect, test } from "vitest";
import { ALL_BACK_ENDS, BACK_ENDS, ownBackEnds } from "../../../prover/native/flags.ts";

const info = (features: readonly string[]) => `processor\t: 0\nflags\t\t: fpu ${features.join(" ")}\nbugs\t\t:\n`;

test.each(ALL_BACK_ENDS)("a processor with what %s needs takes it, and the portable one", (name) => {
  expect(ownBackEnds(info(BACK_ENDS[name]!.features))).toEqual([...new Set(["base", name])]);
});

test.each(ALL_BACK_ENDS.filter((name) => name !== "base"))(
  "a processor without one feature of %s takes less",
  (name) => {
    const { features } = BACK_ENDS[name]!;
    for (const missing of features)
      expect(ownBackEnds(info(features.filter((feature) => feature !== missing)))).not.toContain(name);
  },
);

test("a system that does not tell what the processor has gets all of them", () => {
  expect(ownBackEnds(null)).toEqual(ALL_BACK_ENDS);
});
