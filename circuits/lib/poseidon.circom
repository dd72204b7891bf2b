pragma circom 2.2.0;

include "circomlib/circuits/poseidon_constants.circom";

/**
 * Number of partial rounds of the circomlib instance for `t` state elements.
 * Source: Poseidon paper (ePrint 2019/458), 128-bit security, alpha = 5, full rounds = 8.
 */
function partialRounds(t) {
    var rounds[16] = [56, 57, 56, 60, 60, 63, 64, 63, 60, 66, 60, 65, 70, 60, 64, 68];
    return rounds[t - 2];
}

/**
 * Poseidon hash of `n` field elements, equal to circomlib's and circomlibjs's `poseidon(inputs)`.
 *
 * The state between two S-boxes is kept in `var`s, so that round constants and matrices stay symbolic and never
 * become constraints. Only the S-boxes cost: 3 each, 609 for n = 16, and no linear constraint is left.
 *
 * @param n        number of elements, 1 to 16
 * @input  inputs  the elements
 * @output out     the hash
 */
template Poseidon(n) {
    signal input inputs[n];
    signal output out;

    var t = n + 1;
    var half = 4;                                   // full rounds on each side of the partial ones
    var partial = partialRounds(t);
    var boxes = 2 * half * t + partial - 1;         // S-boxes on signals: the very first one is on a constant
    var C[t * 2 * half + partial] = POSEIDON_C(t);  // round constants, folded for the sparse form
    var S[partial * (2 * t - 1)] = POSEIDON_S(t);   // sparse matrices of the partial rounds
    var M[t][t] = POSEIDON_M(t);                    // full matrix
    var P[t][t] = POSEIDON_P(t);                    // full matrix before the first partial round

    signal square[boxes];
    signal fourth[boxes];
    signal fifth[boxes - 1];                        // the last S-box ends in `out` itself

    var box = 0;
    var state[t];
    var mixed[t];
    state[0] = C[0];                                // capacity element, initially 0
    for (var i = 1; i < t; i++) state[i] = inputs[i - 1] + C[i];

    // 1. Full rounds; the last of them mixes with P.
    for (var r = 1; r <= half; r++) {
        for (var i = 0; i < t; i++) {
            if (r == 1 && i == 0) {
                state[0] = C[0] ** 5 + C[t];
            } else {
                square[box] <== state[i] * state[i];
                fourth[box] <== square[box] * square[box];
                fifth[box] <== fourth[box] * state[i];
                state[i] = fifth[box] + C[r * t + i];
                box++;
            }
        }
        for (var i = 0; i < t; i++) {
            mixed[i] = 0;
            for (var j = 0; j < t; j++) mixed[i] += (r < half ? M[j][i] : P[j][i]) * state[j];
        }
        for (var i = 0; i < t; i++) state[i] = mixed[i];
    }

    // 2. Partial rounds: one S-box, then a sparse matrix.
    for (var r = 0; r < partial; r++) {
        square[box] <== state[0] * state[0];
        fourth[box] <== square[box] * square[box];
        fifth[box] <== fourth[box] * state[0];
        state[0] = fifth[box] + C[(half + 1) * t + r];
        box++;
        mixed[0] = 0;
        for (var j = 0; j < t; j++) mixed[0] += S[(2 * t - 1) * r + j] * state[j];
        for (var j = 1; j < t; j++) state[j] += S[(2 * t - 1) * r + t + j - 1] * state[0];
        state[0] = mixed[0];
    }

    // 3. Full rounds but the last S-box.
    for (var r = 0; r < half; r++) {
        for (var i = 0; i < t; i++) {
            // `out` needs only column 0 of the last mix, so element 0 goes last and multiplies straight into it.
            var e = r < half - 1 ? i : t - 1 - i;
            square[box] <== state[e] * state[e];
            fourth[box] <== square[box] * square[box];
            if (box < boxes - 1) {
                fifth[box] <== fourth[box] * state[e];
                state[e] = fifth[box];
                if (r < half - 1) state[e] += C[(half + 1) * t + partial + r * t + e];
                box++;
            }
        }
        if (r < half - 1) {
            for (var i = 0; i < t; i++) {
                mixed[i] = 0;
                for (var j = 0; j < t; j++) mixed[i] += M[j][i] * state[j];
            }
            for (var i = 0; i < t; i++) state[i] = mixed[i];
        }
    }

    // 4. The last S-box, mixed into the output by the same constraint.
    var others = 0;
    for (var j = 1; j < t; j++) others += M[j][0] * state[j];
    out <== M[0][0] * fourth[box] * state[0] + others;
}
