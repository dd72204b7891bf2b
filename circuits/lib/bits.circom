pragma circom 2.2.0;

/**
 * Decomposes a value into bits, and by that proves that it is below 2^n.
 *
 * @param n       number of bits, below 254 (so that the decomposition is unique)
 * @input  value
 * @output bits   most significant first
 */
template Bits(n) {
    signal input value;
    signal output bits[n];

    var sum = 0;                                                // Horner: a power would cost a witness 256 squarings
    for (var i = 0; i < n; i++) {
        bits[i] <-- (value >> (n - 1 - i)) & 1;
        bits[i] * (bits[i] - 1) === 0;                          // rule: bits-boolean
        sum = 2 * sum + bits[i];
    }
    sum === value;                                              // rule: range
}

/**
 * Says whether two values differ, by the values alone.
 *
 * @input  left, right
 * @output differ  1 or 0
 */
template Differ() {
    signal input left;
    signal input right;
    signal output differ;

    signal inverse <-- left != right ? 1 / (left - right) : 0;
    differ <== (left - right) * inverse;                        // rule: equal
    (left - right) * (1 - differ) === 0;                        // rule: differ
}
