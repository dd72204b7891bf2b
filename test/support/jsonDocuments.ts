import { below } from "./random.ts";

const DOCUMENTS = [
  '{"id":1,"text":"plain"}',
  '{"id": -12.5, "text": "two \\"words\\"\\n", "ok": true}',
  '{"text":"\\ud83d\\ude00 é 😀","lang":null,"other":"x"}',
  '{"text":"","__proto__":"p","a.b":"c","n":123456789012345678}',
  '{"meta":{"text":"inner"},"text":"outer","list":["a",1]}',
  '{"1":"number","text":"t","e":1e5,"big":1e999}',
  '{"text":7,"other":"\\u0041\\\\"}',
  ' {"text":"spaces" , "x" : false } ',
  '{"text":"cr"}\r',
  "[]",
];

/** Pieces that decide between good and bad JSON. */
const PIECES = [
  '"',
  "\\",
  "{",
  "}",
  ",",
  ":",
  " ",
  "\t",
  "\0",
  "0",
  "-",
  "e",
  "\\u",
  "\\ud800",
  '"text":"x"',
  "[",
  "]",
];

/** JSON documents, half of them changed a little, good or bad. Neighbours often have the same names. */
export function documents(random: () => number): () => Buffer {
  const pick = below(random);
  let document = DOCUMENTS[0]!;
  return () => {
    if (random() < 0.2) document = DOCUMENTS[pick(DOCUMENTS.length)]!;
    let bytes = Buffer.from(document);
    for (let changes = Math.max(0, pick(7) - 3); changes > 0; changes--) {
      const at = pick(bytes.length + 1);
      const piece = random() < 0.2 ? Buffer.from([pick(256)]) : Buffer.from(PIECES[pick(PIECES.length)]!);
      bytes = Buffer.concat([bytes.subarray(0, at), piece, bytes.subarray(at + pick(3))]);
    }
    return bytes;
  };
}
