pragma circom 2.2.0;

include "circomlib/circuits/smt/smtverifier.circom";

// What people write today: a sparse Merkle tree, one proof of exclusion an entry. 13 entries fill 2^17 at -O2.
template Batch(entries, levels) {
    signal input root;
    signal input key[entries];
    signal input siblings[entries][levels];
    signal input oldKey[entries];
    signal input oldValue[entries];
    signal input isOld0[entries];

    component verifier[entries];
    for (var e = 0; e < entries; e++) {
        verifier[e] = SMTVerifier(levels);
        verifier[e].enabled <== 1;
        verifier[e].fnc <== 1;
        verifier[e].root <== root;
        verifier[e].siblings <== siblings[e];
        verifier[e].oldKey <== oldKey[e];
        verifier[e].oldValue <== oldValue[e];
        verifier[e].isOld0 <== isOld0[e];
        verifier[e].key <== key[e];
        verifier[e].value <== 0;
    }
}

component main {public [root, key]} = Batch(13, 32);
