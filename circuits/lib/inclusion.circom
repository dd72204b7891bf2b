pragma circom 2.2.0;

include "bits.circom";
include "key.circom";
include "poseidon.circom";
include "select.circom";
include "shape.circom";

/**
 * A bucket that holds a key.
 *
 * Unused slots are 0, and every tree has some: a key that were 0 would be in all of them, so it is refused.
 *
 * @input  key
 * @input  slots  the 16 slots of the bucket
 * @output hash   Poseidon(slots)
 */
template BucketWith() {
    signal input key;
    signal input slots[16];
    signal output hash;

    // 1. The bucket is the one its hash names.
    signal hashed <== Poseidon(16)(slots);
    hash <== hashed;                                            // rule: bucket-hash

    // 2. Some (key - slot) is 0, and key is not.
    signal product[15];
    product[0] <== (key - slots[0]) * (key - slots[1]);
    for (var i = 1; i < 15; i++) product[i] <== product[i - 1] * (key - slots[i + 1]);
    product[14] === 0;                                          // rule: present
    signal inverse <-- key != 0 ? 1 / key : 0;
    key * inverse === 1;                                        // rule: key-nonzero
}

/**
 * The committed shard contains the key: the one bucket that the key may be in holds it.
 *
 * The path from that bucket to the root is counted from the bucket upwards. Its length and the place of every node on
 * it follow from the key and from bucketBits, so that one circuit serves every depth from 4 to 48.
 */
template Inclusion() {
    var levels = 12;                        // of nodes above the buckets, in the deepest tree
    //////////////////////////////////// PUBLIC ////////////////////////////////////
    signal input commitment;                // Poseidon(root, bucketBits, salt)
    signal input key;                       // route·2^200 + rest
    //////////////////////////////////// PRIVATE ///////////////////////////////////
    signal input salt;                      // the vendor's secret
    signal input thermometer[48];           // bucketBits ones, then zeros
    signal input slots[16];                 // of the key's bucket
    signal input children[levels][16];      // of each node on the path, the lowest first; 0 above the root

    // 1. The number of the key's bucket: its digits in base 16 are the places on the path.
    component parts = SplitKey();
    parts.key <== key;
    _ <== parts.rest;
    component shape = Shape();
    shape.thermometer <== thermometer;
    _ <== shape.leafBase;                   // numbers, not heap ids
    signal bucket <== BucketId()(parts.route, thermometer, 0, shape.bucketRange);
    component digits = Bits(48);
    digits.value <== bucket;

    // 2. That bucket holds the key.
    component held = BucketWith();
    held.key <== key;
    held.slots <== slots;

    // 3. Level by level, the hash below is the node's child at its place. Above the root nothing happens.
    component child[levels];
    signal hashed[levels];
    signal nodeHash[levels];
    signal path[levels + 1];
    path[0] <== held.hash;
    for (var l = 0; l < levels; l++) {
        child[l] = Select();
        child[l].values <== children[l];
        for (var i = 0; i < 4; i++) child[l].bits[i] <== digits.bits[44 - 4 * l + i];
        hashed[l] <== Poseidon(16)(children[l]);
        nodeHash[l] <== hashed[l];                                              // rule: node-hash
        thermometer[4 * l] * (child[l].value - path[l]) === 0;                  // rule: child
        path[l + 1] <== path[l] + thermometer[4 * l] * (nodeHash[l] - path[l]); // rule: climb
    }

    // 4. The path ends at the committed root, and depth is bound with it.
    signal committed <== Poseidon(3)([path[levels], shape.bucketBits, salt]);
    commitment === committed;                                   // rule: commitment
}
