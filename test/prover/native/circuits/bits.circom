pragma circom 2.2.0;

// A witness of zeros and ones, and one linear row over all of them.
template Bits(n) {
    signal input value;
    signal input bit[n];
    signal output weight;
    var sum = 0;
    var ones = 0;
    for (var i = 0; i < n; i++) {
        bit[i] * (bit[i] - 1) === 0;
        sum += bit[i] * 2 ** i;
        ones += bit[i];
    }
    value === sum;
    weight <== ones;
}

component main {public [value]} = Bits(200);
