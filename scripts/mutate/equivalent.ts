import type { Equivalent } from "./mutant.ts";

export const EQUIVALENT: readonly Equivalent[] = [
  {
    file: "ledger/Facts.sol",
    from: ">",
    to: ">=",
    in: "word > type(uint248).max",
    because: "no list has pages of that word, which is empty for every circuit",
  },
  {
    file: "verifiers/Groth16Verifier.sol",
    from: "<",
    to: "<=",
    in: "gasleft() < Gas.SUBGROUP_CHECK",
    because: "a single unit of gas, where the figure has a margin of thousands",
  },
  {
    file: "libraries/Twist.sol",
    from: "+",
    to: "-",
    in: "_multiply(c, c, at + QX)",
    because: "QX is the first offset, 0",
  },
  {
    file: "libraries/Twist.sol",
    from: "mstore(0x40, add(at, 576))",
    to: "",
    in: "mstore(0x40, add(at, 576))",
    because: "no memory is allocated before the result is computed, and afterwards its content does not matter",
  },
  {
    file: "Blocklists.sol",
    from: "-",
    to: "+",
    in: "uint256 high = last - 1",
    because: "the last epoch does not fit, and the middle between a lower one and last + 1 is at most the last",
  },
  {
    file: "Blocklists.sol",
    from: "1",
    to: "0",
    in: "uint256 high = last - 1",
    because: "the last epoch is tried again, and does not fit",
  },
  {
    file: "Blocklists.sol",
    from: "1",
    to: "2",
    in: "(epoch + high + 1) / 2",
    because: "any middle above the lower end, up to the higher one, halves the search",
  },
  {
    file: "Releases.sol",
    from: ">",
    to: ">=",
    in: "listStatus.pageCount > status.cleanPages",
    because: "the difference of two equal numbers is the default lag, 0",
  },
  {
    file: "Ledger.sol",
    from: "<",
    to: "<=",
    in: "if (gasleft() < floor)",
    because:
      "a single unit of gas, where the floor has a margin of thousands and the compiler decides which value is read",
  },
  {
    file: "verifiers/VerifyingKey.sol",
    from: "<",
    to: "<=",
    in: "i < 2; ++i) Bn254.putG2(pairs, i, q[0]",
    because: "a third pair is written beyond the array, into free memory, and the pairing reads two",
  },
  {
    file: "ledger/Circuits.sol",
    from: "delete _proposed[circuit];",
    to: "",
    in: "delete _proposed[circuit];",
    because: "what remains is only read together with a time, which is deleted, and overwritten by the next proposal",
  },
  {
    file: "lists/ListReview.sol",
    from: ">",
    to: ">=",
    in: "reviewed[i] > confirmed &&",
    because: "an equal number replaces itself",
  },
];
