pragma circom 2.2.0;

// Signals with the same column, so that the key repeats points, and opposite values that cancel.
template Twins(n) {
    signal input x;
    signal input twin[n];
    signal input opposite[n];
    signal output product;
    var left = 0;
    var right = 0;
    for (var i = 0; i < n; i++) {
        left += twin[i] + opposite[i];
        right += twin[i] - opposite[i];
    }
    product <== (left + x) * (right - x);
}

component main = Twins(30);
