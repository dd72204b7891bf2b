pragma circom 2.2.0;

include "bucket.circom";
include "lookup.circom";
include "node.circom";
include "shape.circom";
include "sponge.circom";

/**
 * The committed shard contains no entry of the page.
 *
 * Every entry opens the one bucket its key may be in; the tree nodes above are one pool shared by all entries,
 * each opened once. Bucket and node hashes are joined to the root by one multiset argument over (heap id, hash).
 *
 * @param entries  entries of the page
 * @param nodes    opened tree nodes, the root first; unused ones have an empty mask
 */
template Exclusion(entries, nodes) {
    //////////////////////////////////// PUBLIC ////////////////////////////////////
    signal input commitment;                // Poseidon(root, bucketBits, salt)
    signal input pageDigest;                // Chain(PAGE_TAG) over the page's salt and every (route, rest)
    //////////////////////////////////// PRIVATE ///////////////////////////////////
    signal input pageSalt;                  // 0 for a public list
    signal input routes[entries];           // top 48 bits of each key; equal buckets stand side by side
    signal input rests[entries];            // low 200 bits of each key
    signal input salt;                      // the vendor's secret
    signal input thermometer[48];           // bucketBits ones, then zeros
    signal input slots[entries][16];        // of the bucket of each entry
    signal input ids[nodes];
    signal input children[nodes][16];
    signal input masks[nodes][16];

    // 1. The page: its digest is over these entries, in this order.
    signal page[1 + 2 * entries];
    page[0] <== pageSalt;
    for (var e = 0; e < entries; e++) {
        page[1 + 2 * e] <== routes[e];
        page[2 + 2 * e] <== rests[e];
    }
    signal digest <== Chain(1 + 2 * entries, PAGE_TAG())(page);
    pageDigest === digest;                                      // rule: page-digest

    // 2. The opened nodes.
    component node[nodes];
    for (var n = 0; n < nodes; n++) {
        node[n] = OpenedNode();
        node[n].id <== ids[n];
        node[n].children <== children[n];
        node[n].mask <== masks[n];
    }

    // 3. The commitment: node 0 is the root, and depth is bound with it.
    ids[0] === 0;                                               // rule: root-id
    component shape = Shape();
    shape.thermometer <== thermometer;
    signal committed <== Poseidon(3)([node[0].hash, shape.bucketBits, salt]);
    commitment === committed;                                   // rule: commitment

    // 4. The bucket of every entry, without its key.
    signal bucketIds[entries];
    signal bucketHashes[entries];
    for (var e = 0; e < entries; e++) {
        bucketIds[e] <== BucketId()(routes[e], thermometer, shape.leafBase, shape.bucketRange);
        bucketHashes[e] <== BucketWithout()(routes[e], rests[e], slots[e]);
    }

    // 5. An entry in the bucket of the one before it shows the same bucket, and looks it up no second time.
    signal fresh[entries];
    signal moved[entries];
    fresh[0] <== 1;
    moved[0] <== 1;
    for (var e = 1; e < entries; e++) {
        moved[e] <== Differ()(bucketIds[e], bucketIds[e - 1]);
        fresh[e] <== moved[e];                                  // rule: fresh-by-id
        (1 - fresh[e]) * (bucketHashes[e] - bucketHashes[e - 1]) === 0;         // rule: same-bucket
    }

    // 6. The transcript: everything in the identity below is fixed before gamma and delta are drawn.
    var size = 2 + entries + 3 * nodes;
    signal transcript[size];
    transcript[0] <== pageDigest;                               // rule: absorb-page
    transcript[1] <== commitment;                               // rule: absorb-commitment
    for (var e = 0; e < entries; e++) {
        transcript[2 + e] <== bucketHashes[e];                  // rule: absorb-bucket
    }
    for (var n = 0; n < nodes; n++) {
        transcript[2 + entries + 3 * n] <== node[n].hash;       // rule: absorb-node-hash
        transcript[3 + entries + 3 * n] <== ids[n];             // rule: absorb-node-id
        transcript[4 + entries + 3 * n] <== node[n].packed;     // rule: absorb-mask
    }
    signal gamma <== Chain(size, TRANSCRIPT_TAG())(transcript);
    signal delta <== Poseidon(1)([gamma]);                      // rule: delta-after-gamma

    // 7. Σ over what must be found (buckets, nodes but the root) = Σ over what is offered (used children).
    var sought = 0;
    signal bucketTerms[entries];
    for (var e = 0; e < entries; e++) {
        bucketTerms[e] <== LookupTerm(1, 0)(gamma, delta, bucketIds[e], bucketHashes[e], fresh[e]);
        sought += bucketTerms[e];
    }
    signal nodeTerms[nodes];
    for (var n = 1; n < nodes; n++) {
        nodeTerms[n] <== LookupTerm(1, 0)(gamma, delta, ids[n], node[n].hash, node[n].enabled);
        sought += nodeTerms[n];
    }
    nodeTerms[0] <== 0;                                         // the root is found by the commitment
    _ <== node[0].enabled;
    var offered = 0;
    signal childTerms[nodes][16];
    for (var n = 0; n < nodes; n++) {
        for (var j = 0; j < 16; j++) {
            childTerms[n][j] <== LookupTerm(16, j + 1)(gamma, delta, ids[n], children[n][j], masks[n][j]);
            offered += childTerms[n][j];
        }
    }
    sought === offered;                                         // rule: lookup
}
