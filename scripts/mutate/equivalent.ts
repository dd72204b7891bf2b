/** A change that leaves what the contract does as it was: `in` is a part of the line. */
export type Equivalent = { file: string; from: string; to: string; in: string; because: string };

export const EQUIVALENT: readonly Equivalent[] = [
  {
    ...{ file: "ledger/Facts.sol", from: "&&", to: "||", in: "trusted != 0 && bits != type(uint256).max" },
    because: "reads on after the word is full, which changes nothing but the gas, and ends at the same place",
  },
  {
    ...{ file: "Ledger.sol", from: "<", to: "<=", in: "if (gasleft() < floor)" },
    because: "a single unit of gas, where the floor has thousands to spare and the compiler decides which unit is read",
  },
];
