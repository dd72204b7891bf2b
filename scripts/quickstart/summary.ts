import { maxOf } from "../../prover/shared/collections.ts";

/** One line of the summary: what it is about, and a value for each column. */
type Line = [what: string, ...values: string[]];

/** Measures steps: the duration of each, and a comment for the summary. */
export class Account {
  readonly #times = new Map<string, string>();
  readonly #sections: { title: string; lines: Line[] }[] = [];
  readonly #start = performance.now();

  async step<T>(what: string, work: () => Promise<T>): Promise<T> {
    process.stderr.write(`\n== ${what}\n`);
    const start = performance.now();
    const result = await work();
    this.#times.set(what, seconds(performance.now() - start));
    return result;
  }

  /** The duration of a step that has ended. */
  timeOf(what: string): string {
    return this.#times.get(what)!;
  }

  section(title: string, lines: Line[]): void {
    this.#sections.push({ title, lines });
  }

  toString(): string {
    const total: Line = ["in all", seconds(performance.now() - this.#start)];
    const sections = [...this.#sections, { title: "Time", lines: [...this.#times, total] }];
    const width = widest(sections.flatMap(({ lines }) => lines.map(([what]) => what)));
    const body = sections.map(({ title, lines }) => [title, ...toColumns(lines, width)].join("\n"));
    return `\n${body.join("\n\n")}\n`;
  }
}

/** @param first the width of the first column, the same in all sections */
function toColumns(lines: readonly Line[], first: number): string[] {
  const columns = maxOf(lines.map((line) => line.length));
  const widths = Array.from({ length: columns }, (_, i) =>
    i === 0 ? first : widest(lines.map((line) => line[i] ?? "")),
  );
  return lines.map((line) => `  ${line.map((value, i) => value.padEnd(widths[i]!)).join("  ")}`.trimEnd());
}

const widest = (values: readonly string[]): number => maxOf(values.map((value) => value.length));

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
