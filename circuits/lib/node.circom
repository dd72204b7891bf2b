pragma circom 2.2.0;

include "bits.circom";
include "poseidon.circom";

/**
 * An opened tree node: what it is (heap id), what it hashes to, and which children are used below.
 *
 * Whether it is enabled follows from its mask: a node that vouches for no child takes no part, and nothing about
 * a node is left to choose after the transcript has absorbed id, hash and mask.
 *
 * @input  id        heap id
 * @input  children  hashes of the 16 children, 0 where there is none
 * @input  mask      1 for each used child
 * @output hash      Poseidon(children)
 * @output packed    the mask as one number, Σ mask[j]·2^j
 * @output enabled   0 if the mask is all zero, else 1
 */
template OpenedNode() {
    signal input id;
    signal input children[16];
    signal input mask[16];
    signal output hash;
    signal output packed;
    signal output enabled;

    // 1. The children make the hash.
    signal hashed <== Poseidon(16)(children);
    hash <== hashed;                                            // rule: node-hash

    // 2. A level of 2^48 ids ends below 2^52: a chain of parents cannot wrap around the field.
    component range = Bits(52);
    range.value <== id;                                         // rule: node-id-range
    _ <== range.bits;

    // 3. The mask is bits, and says whether the node takes part.
    var sum = 0;
    var weight = 1;
    for (var j = 0; j < 16; j++) {
        mask[j] * (mask[j] - 1) === 0;                          // rule: mask-boolean
        sum += mask[j] * weight;
        weight *= 2;
    }
    packed <== sum;
    signal used <== Differ()(packed, 0);
    enabled <== used;                                           // rule: enabled-by-mask
}
