/** One line of the summary. */
type Line = [what: string, value: string];

/** Measures steps: the duration of each, and a comment for the summary. */
export class Account {
  readonly #times: Line[] = [];
  readonly #sections: { title: string; lines: Line[] }[] = [];
  readonly #start = performance.now();

  async step<T>(what: string, work: () => Promise<T>): Promise<T> {
    process.stderr.write(`\n== ${what}\n`);
    const start = performance.now();
    const result = await work();
    this.#times.push([what, seconds(performance.now() - start)]);
    return result;
  }

  section(title: string, lines: Line[]): void {
    this.#sections.push({ title, lines });
  }

  toString(): string {
    const total: Line = ["in all", seconds(performance.now() - this.#start)];
    const sections = [...this.#sections, { title: "Time", lines: [...this.#times, total] }];
    const width = Math.max(...sections.flatMap(({ lines }) => lines.map(([what]) => what.length)));
    const body = sections.map(({ title, lines }) =>
      [title, ...lines.map(([what, value]) => `  ${what.padEnd(width)}  ${value}`)].join("\n"),
    );
    return `\n${body.join("\n\n")}\n`;
  }
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`;
