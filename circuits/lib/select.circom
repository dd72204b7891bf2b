pragma circom 2.2.0;

/**
 * One of 16 values, by the bits of its place: halved four times, each bit says which half stays.
 *
 * @input  values
 * @input  bits   of the place, most significant first, each 0 or 1
 * @output value  values[place]
 */
template Select() {
    signal input values[16];
    signal input bits[4];
    signal output value;

    signal chosen[15];
    var left[16] = values;
    var at = 0;
    for (var i = 0; i < 4; i++) {
        var half = 8 >> i;
        for (var j = 0; j < half; j++) {
            chosen[at] <== left[j] + bits[i] * (left[half + j] - left[j]);      // rule: select
            left[j] = chosen[at];
            at++;
        }
    }
    value <== chosen[14];
}
