import { expect, test } from "vitest";
import { ALL_BACK_ENDS, BACK_ENDS, usableBackEnds } from "../../../prover/native/flags.ts";

const info = (features: readonly string[]) => `processor\t: 0\nflags\t\t: fpu ${features.join(" ")}\nbugs\t\t:\n`;

test.each(ALL_BACK_ENDS)("a processor with what %s needs runs it, and the portable one", (name) => {
  const usable = usableBackEnds(info(BACK_ENDS[name]!.features))!;
  expect(usable[0]).toBe("base");
  expect(usable.at(-1)).toBe(name);
});

test.each(ALL_BACK_ENDS.filter((name) => name !== "base"))(
  "a processor without one feature of %s runs less",
  (name) => {
    const { features } = BACK_ENDS[name]!;
    for (const missing of features)
      expect(usableBackEnds(info(features.filter((feature) => feature !== missing)))).not.toContain(name);
  },
);

test("where the system does not tell what the processor has, nothing is known", () => {
  expect(usableBackEnds(null)).toBeUndefined();
});
