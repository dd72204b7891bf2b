pragma circom 2.2.0;

// One constraint: the smallest domain.
template Multiplier() {
    signal input a;
    signal input b;
    signal output c <== a * b;
}

component main = Multiplier();
