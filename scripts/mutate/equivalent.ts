import type { Equivalent } from "./mutant.ts";

export const EQUIVALENT: readonly Equivalent[] = [
  {
    ...{ file: "ledger/Facts.sol", from: ">", to: ">=", in: "word > type(uint248).max" },
    because: "no list has pages of that word, which is empty for every circuit",
  },
  {
    ...{ file: "verifiers/Groth16Verifier.sol", from: "<", to: "<=", in: "gasleft() < Gas.MEMBERSHIP" },
    because: "a single unit of gas, where the figure has thousands to spare",
  },
  {
    ...{ file: "libraries/Twist.sol", from: "+", to: "-", in: "_multiply(c, c, at + QX)" },
    because: "QX is the first place, 0",
  },
  {
    ...{ file: "libraries/Twist.sol", from: "mstore(0x40, add(at, 576))", to: "", in: "mstore(0x40, add(at, 576))" },
    because: "nobody allocates memory until the answer is there, and then what is written in it does not matter",
  },
  {
    ...{ file: "Blocklists.sol", from: "-", to: "+", in: "uint256 high = last - 1" },
    because: "the last epoch is known not to fit, and the middle between a lower one and last + 1 is at most the last",
  },
  {
    ...{ file: "Blocklists.sol", from: "1", to: "0", in: "uint256 high = last - 1" },
    because: "the last epoch is looked at once more, and does not fit",
  },
  {
    ...{ file: "Blocklists.sol", from: "1", to: "2", in: "(epoch + high + 1) / 2" },
    because: "any middle above the lower end, up to the higher one, halves the search",
  },
  {
    ...{ file: "Releases.sol", from: ">", to: ">=", in: "standing.pageCount > status.cleanPages" },
    because: "the difference of two equal numbers is the lag that stands there, 0",
  },
  {
    ...{ file: "Ledger.sol", from: "<", to: "<=", in: "if (gasleft() < floor)" },
    because: "a single unit of gas, where the floor has thousands to spare and the compiler decides which unit is read",
  },
  {
    ...{ file: "verifiers/VerifyingKey.sol", from: "<", to: "<=", in: "i < 2; ++i) Bn254.putG2(pairs, i, q[0]" },
    because: "a third pair is written behind the array, into memory that is nobody's, and the pairing reads two",
  },
  {
    ...{ file: "ledger/Circuits.sol", from: "delete _proposed[circuit];", to: "", in: "delete _proposed[circuit];" },
    because: "what stays is read only together with a time, which is deleted, and written anew with the next one",
  },
  {
    ...{ file: "lists/ListReview.sol", from: ">", to: ">=", in: "reviewed[i] > agreed &&" },
    because: "an equal number takes the place of itself",
  },
];
