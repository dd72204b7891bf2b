pragma circom 2.2.0;

include "bits.circom";
include "key.circom";
include "sponge.circom";

/**
 * The key is an entry of the page. Which entry, the other entries and the page's salt stay hidden.
 *
 * The entry that counts has both parts in their ranges: only such an entry is looked for by the exclusion circuit in
 * the bucket of this key. So a page that lists a key and is excluded from a shard excludes this key.
 *
 * @param entries  entries of the page
 */
template Listing(entries) {
    //////////////////////////////////// PUBLIC ////////////////////////////////////
    signal input pageDigest;                // Chain(PAGE_TAG) over the page's salt and every (route, rest)
    signal input key;                       // route·2^200 + rest
    //////////////////////////////////// PRIVATE ///////////////////////////////////
    signal input pageSalt;                  // 0 for a public list
    signal input routes[entries];
    signal input rests[entries];
    signal input weights[entries];          // 1 for an entry that is the key, 0 for the others

    // 1. The page: its digest is over these entries, in this order.
    signal page[1 + 2 * entries];
    page[0] <== pageSalt;
    for (var e = 0; e < entries; e++) {
        page[1 + 2 * e] <== routes[e];
        page[2 + 2 * e] <== rests[e];
    }
    signal digest <== Chain(1 + 2 * entries, PAGE_TAG())(page);
    pageDigest === digest;                                      // rule: page-digest

    // 2. The key has one route and one rest.
    component parts = SplitKey();
    parts.key <== key;
    component range = Bits(48);
    range.value <== parts.route;
    _ <== range.bits;

    // 3. An entry with a weight is the key, and some entry has one: the weights' sum is not 0.
    var sum = 0;
    for (var e = 0; e < entries; e++) {
        weights[e] * (routes[e] - parts.route) === 0;           // rule: listed-route
        weights[e] * (rests[e] - parts.rest) === 0;             // rule: listed-rest
        sum += weights[e];
    }
    signal total <== sum;
    total === 1;                                                 // rule: listed
}
