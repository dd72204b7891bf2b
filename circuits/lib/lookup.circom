pragma circom 2.2.0;

/**
 * One summand of a log-derivative lookup (ePrint 2022/1530): weight / (gamma - id - delta·hash),
 * where id = factor·base + offset (a node itself, or a child of it).
 *
 * @input  gamma, delta  challenges, drawn after id, hash and weight are fixed
 * @input  base, hash    the pair (id, hash) is looked up, or offered
 * @input  weight        0 or 1
 * @output term          the quotient
 */
template LookupTerm(factor, offset) {
    signal input gamma;
    signal input delta;
    signal input base;
    signal input hash;
    signal input weight;
    signal output term;

    var id = factor * base + offset;
    signal folded <== delta * hash;
    term <-- weight / (gamma - id - folded);
    term * (gamma - id - folded) === weight;                    // rule: lookup-term
}
