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
  {
    ...{ file: "verifiers/VerifyingKey.sol", from: "<", to: "<=", in: "Bn254.putG2(pairs, i, q[0], q[1], q[2], q[3])" },
    because: "a third pair is written behind the array, into memory that is nobody's, and the pairing reads two",
  },
  {
    ...{
      file: "ledger/Circuits.sol",
      from: "        delete _proposed[circuit];",
      to: "",
      in: "delete _proposed[circuit];",
    },
    because: "what stays is read only together with a time, which is deleted, and written anew with the next one",
  },
  {
    ...{ file: "lists/ListReview.sol", from: ">", to: ">=", in: "reviewed[i] > agreed &&" },
    because: "an equal number takes the place of itself",
  },
];
