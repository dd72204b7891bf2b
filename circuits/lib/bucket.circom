pragma circom 2.2.0;

include "poseidon.circom";

/**
 * A bucket that does not hold a key.
 *
 * Unused slots are 0. A key is the start of a SHA-256 and never 0; were one 0, an unused slot would equal it and
 * no proof could be made, which is the safe side.
 *
 * @input  route  top 48 bits of the key
 * @input  rest   low 200 bits of the key
 * @input  slots  the 16 slots of the bucket
 * @output hash   Poseidon(slots)
 */
template BucketWithout() {
    signal input route;
    signal input rest;
    signal input slots[16];
    signal output hash;

    // 1. The bucket is the one its hash names.
    signal hashed <== Poseidon(16)(slots);
    hash <== hashed;                                            // rule: bucket-hash

    // 2. The product of all (key - slot) has an inverse, so that no factor is 0.
    var key = route * 2 ** 200 + rest;
    signal product[15];
    product[0] <== (key - slots[0]) * (key - slots[1]);
    for (var i = 1; i < 15; i++) product[i] <== product[i - 1] * (key - slots[i + 1]);
    signal inverse <-- product[14] != 0 ? 1 / product[14] : 0;
    product[14] * inverse === 1;                                // rule: absent
}
