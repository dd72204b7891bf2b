pragma circom 2.2.2;

include "square.circom";

/* include "nothing.circom"; */
template Product() {
    signal input left;
    signal input right;
    signal input secret;

    signal powers[20];
    powers[0] <== secret * secret;
    for (var i = 1; i < 20; i++) powers[i] <== powers[i - 1] * (powers[i - 1] + secret + i);

    component square = Square();
    square.in <== left;
    right === square.out * powers[0];
}

component main {public [left, right]} = Product();
