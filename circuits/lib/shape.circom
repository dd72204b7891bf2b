pragma circom 2.2.0;

include "bits.circom";

/**
 * Shape of a tree from a thermometer: bit i is 1 exactly if i < bucketBits. One circuit so serves every depth,
 * and the number of levels, the first leaf id and the width of a bucket's range all follow from bucketBits.
 *
 * Heap ids: the root is 0, child j of node n is 16n + j + 1; the leaf level begins at (16^levels - 1) / 15.
 *
 * @input  thermometer   48 bits, ones first
 * @output bucketBits    4 to 48
 * @output leafBase      heap id of bucket 0
 * @output bucketRange   how many routes share a bucket: 2^(48 - bucketBits)
 */
template Shape() {
    signal input thermometer[48];
    signal output bucketBits;
    signal output leafBase;
    signal output bucketRange;

    var ones = 0;
    var base = 0;
    var range = 2 ** 48;
    for (var i = 0; i < 48; i++) {
        if (i < 4) {
            thermometer[i] === 1;                               // rule: thermometer
        } else {
            thermometer[i] * (thermometer[i] - 1) === 0;        // rule: thermometer
            thermometer[i] * (1 - thermometer[i - 1]) === 0;    // rule: thermometer-monotone
        }
        ones += thermometer[i];
        if (i % 4 == 0) base += thermometer[i] * 16 ** (i \ 4);
        range -= thermometer[i] * 2 ** (47 - i);
    }
    bucketBits <== ones;
    leafBase <== base;                                          // rule: leaf-base
    bucketRange <== range;                                      // rule: bucket-range
}

/**
 * Heap id of the only bucket that may hold a key: its number is the top `bucketBits` bits of the route.
 *
 * @input  route         below 2^48, checked here
 * @input  thermometer   of a Shape
 * @input  leafBase      of the same Shape
 * @input  bucketRange   of the same Shape
 * @output id            heap id of the bucket, below 2^49
 */
template BucketId() {
    signal input route;
    signal input thermometer[48];
    signal input leafBase;
    signal input bucketRange;
    signal output id;

    signal bits[48] <== Bits(48)(route);
    signal kept[48];
    var prefix = 0;                                             // the route with the bits below bucketBits cleared
    for (var i = 0; i < 48; i++) {
        kept[i] <== i < 4 ? bits[i] : bits[i] * thermometer[i];
        if (i < 4) _ <== thermometer[i];                        // always 1
        prefix = 2 * prefix + kept[i];
    }
    // bucketRange is a power of two and divides prefix, so that the field's quotient is the integer's.
    id <-- leafBase + prefix / bucketRange;
    (id - leafBase) * bucketRange === prefix;                   // rule: bucket-id
}
