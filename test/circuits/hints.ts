/**
 * Signals that a prover computes outside of the constraints and that the inputs do not always leave one value. Each
 * is a quotient by a determined divisor: it has one value unless that is 0. All other signals of all circuits are
 * determined.
 */
type Hint = { template: string; names: RegExp; divisor: string; because: string };

export const HINTS: readonly Hint[] = [
  {
    template: "Exclusion",
    names: /^(bucketTerms|nodeTerms|childTerms)\[|LookupTerm_\w+(\[\d+\])*\.term$/,
    divisor: "gamma - id - delta·hash",
    because:
      "gamma and delta are hashes of all that the divisor is made of: it is 0 for one gamma of the field, and a " +
      "prover " +
      "who looks for it searches 2^254 / summands hashes. Where weight is not 0 the constraint then has no solution.",
  },
  {
    template: "Exclusion",
    names: /Differ_\w+(\[\d+\])*\.inverse$/,
    divisor: "left - right",
    because:
      "of equal operands any value fulfils both constraints, and it is in no others: `differ` is 0 whatever it is, " +
      "and " +
      "is itself determined.",
  },
];

/** What is on no list of a template. */
export const unlisted = (template: string, names: readonly string[]): string[] => {
  const hints = HINTS.filter((hint) => hint.template === template);
  return names.filter((name) => !hints.some((hint) => hint.names.test(name)));
};
