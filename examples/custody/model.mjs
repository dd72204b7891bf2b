/** A model that is trained in no time: how often one word follows another. Each call is one step of its making. */
import { readFile, writeFile } from "node:fs/promises";

const read = async (path) => JSON.parse(await readFile(path, "utf8"));
const write = (path, value) => writeFile(path, `${JSON.stringify(value)}\n`);

/** Counts pairs of words on top of what a model knows. */
function learn(sentences, model = {}, weight = 1) {
  for (const words of sentences)
    for (const [i, word] of words.entries()) {
      const after = (model[word] ??= {});
      const next = words[i + 1] ?? "";
      after[next] = (after[next] ?? 0) + weight;
    }
  return model;
}

const steps = {
  /** Texts, one a line of JSON, without what is no word. */
  async clean(out, ...sources) {
    const lines = [];
    for (const source of sources)
      for (const line of (await readFile(source, "utf8")).split("\n"))
        if (line !== "") lines.push(JSON.parse(line).text.toLowerCase().replace(/[^a-z]+/g, " ").trim());
    await write(out, lines);
  },
  /** Texts to words. */
  async tokenize(out, cleaned) {
    await write(out, (await read(cleaned)).map((text) => text.split(" ")));
  },
  /** Words to weights. */
  async train(out, tokens) {
    await write(out, learn(await read(tokens)));
  },
  /** Weights of another vendor and own words to weights. */
  async tune(out, base, tokens) {
    await write(out, learn(await read(tokens), await read(base), 5));
  },
};

const [, , step, out, ...inputs] = process.argv;
await steps[step](out, ...inputs);
