pragma circom 2.2.0;

include "../lib/listing.circom";

component main {public [pageDigest, key]} = Listing(16);
