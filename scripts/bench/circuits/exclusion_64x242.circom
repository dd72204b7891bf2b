pragma circom 2.2.0;

include "../../../circuits/lib/exclusion.circom";

// Fills 2^18, a size that no circuit of this project has: for comparing provers only.
component main {public [commitment, pageDigest]} = Exclusion(64, 242);
