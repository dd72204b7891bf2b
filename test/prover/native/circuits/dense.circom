pragma circom 2.2.0;

// Rows over every signal before them, small negative coefficients among them.
template Dense(n) {
    signal input x[n];
    signal y[n];
    var sum = 0;
    var difference = 0;
    for (var i = 0; i < n; i++) {
        sum += (i + 1) * x[i];
        difference += x[i] - 7 * i;
        y[i] <== (sum + i) * (difference - 3);
    }
    var all = 0;
    for (var i = 0; i < n; i++) all += y[i];
    signal output total <== all;
}

component main {public [x]} = Dense(40);
