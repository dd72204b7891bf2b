pragma circom 2.2.0;

include "../lib/exclusion.circom";

component main {public [commitment, pageDigest]} = Exclusion(256, 50);
