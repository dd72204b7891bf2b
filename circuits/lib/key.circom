pragma circom 2.2.0;

include "bits.circom";

/**
 * The two parts of a key: key = route·2^200 + rest. A field element has many such pairs; the one that counts has
 * both parts in their ranges.
 *
 * @input  key
 * @output route  not checked here: whoever takes it must see that it is below 2^48
 * @output rest   below 2^200
 */
template SplitKey() {
    signal input key;
    signal output route;
    signal output rest;

    route <-- key >> 200;
    rest <-- key & (2 ** 200 - 1);
    key === route * 2 ** 200 + rest;                            // rule: key-parts

    component range = Bits(200);
    range.value <== rest;
    _ <== range.bits;
}
