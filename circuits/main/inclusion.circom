pragma circom 2.2.0;

include "../lib/inclusion.circom";

component main {public [commitment, key]} = Inclusion();
