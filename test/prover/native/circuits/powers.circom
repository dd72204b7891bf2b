pragma circom 2.2.0;

// A chain of full-size elements: every scalar is large.
template Powers(n) {
    signal input x;
    signal y[n + 1];
    y[0] <== x;
    for (var i = 0; i < n; i++) y[i + 1] <== y[i] * y[i] + x;
    signal output last <== y[n];
}

component main = Powers(1500);
