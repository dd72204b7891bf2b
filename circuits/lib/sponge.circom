pragma circom 2.2.0;

include "poseidon.circom";

/**
 * Digest of `n` field elements: a chain of Poseidon(16), each block the digest so far and 15 further elements,
 * the last block filled with zeros. Tag and length start the chain, so that no digest of one kind or length is
 * one of another.
 *
 * @param n         number of elements
 * @param tag       what is digested (below 2^128)
 * @input  elements the elements
 * @output digest   the last value of the chain
 */
template Chain(n, tag) {
    signal input elements[n];
    signal output digest;

    var rate = 15;
    var blocks = (n + rate - 1) \ rate;
    component block[blocks];
    for (var b = 0; b < blocks; b++) {
        block[b] = Poseidon(16);
        block[b].inputs[0] <== b == 0 ? tag * 2 ** 32 + n : block[b - 1].out;
        for (var i = 0; i < rate; i++) {
            block[b].inputs[1 + i] <== b * rate + i < n ? elements[b * rate + i] : 0;
        }
    }
    digest <== block[blocks - 1].out;
}

/** Tags of the chains: ASCII "disjoint/page/v1" and "disjoint/open/v1", big-endian. */
function PAGE_TAG() { return 0x6469736a6f696e742f706167652f7631; }
function TRANSCRIPT_TAG() { return 0x6469736a6f696e742f6f70656e2f7631; }
