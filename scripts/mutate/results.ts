import { appendFile, mkdir, readFile } from "node:fs/promises";
import { dirname } from "node:path";

/** The result for a mutant, by its id. */
export type Result<Fate extends string> = { id: string; fate: Fate; by?: string };

/** Results in a file, one per line, so that an interrupted run resumes where it was. */
export class Results<Fate extends string> {
  readonly #path: string;
  readonly #known: Map<string, Result<Fate>>;

  private constructor(path: string, known: Map<string, Result<Fate>>) {
    this.#path = path;
    this.#known = known;
  }

  static async open<Fate extends string>(path: string): Promise<Results<Fate>> {
    const text = await readFile(path, "utf8").catch(() => "");
    const results = text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Result<Fate>]));
    return new Results(path, new Map(results.map((result) => [result.id, result])));
  }

  get(id: string): Result<Fate> | undefined {
    return this.#known.get(id);
  }

  async keep(result: Result<Fate>): Promise<void> {
    this.#known.set(result.id, result);
    await mkdir(dirname(this.#path), { recursive: true });
    await appendFile(this.#path, `${JSON.stringify(result)}\n`);
  }
}
