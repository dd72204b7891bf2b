import { readFile, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

/** A separately measured part of BENCHMARKS.md: its report for programs, and as Markdown. */
export type Section = { report: unknown; markdown: string };

const HEAD = `# Benchmarks

Written by \`npm run bench\`; \`npm run bench -- NAME\` measures one section again. Both programs run in turn on the
same machine, each in its own process. Figures are medians. Absolute times vary between machines and hours, so compare
the ratios.
`;

export const machine = {
  processor: cpus()[0]!.model,
  cores: cpus().length,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};

/** Replaces the sections in BENCHMARKS.md that were measured; the others stay. */
export async function writeSections(sections: Record<string, Section>, names: readonly string[]): Promise<void> {
  const path = join(PROJECT_ROOT, "BENCHMARKS.md");
  const old = new Map<string, string>();
  const [, ...parts] = (await readFile(path, "utf8")).split(/^<!-- section (\w+) -->$/m);
  for (let i = 0; i < parts.length; i += 2) old.set(parts[i]!, parts[i + 1]!.trim());
  const { processor, cores, memoryGiB, node } = machine;
  const measured = `${processor}, ${cores} cores, ${memoryGiB} GiB, Node ${node}`;
  const bodies = names.flatMap((name) => {
    const fresh = sections[name];
    const body = fresh ? `${fresh.markdown.trim()}\n\n${measured}` : old.get(name);
    return body === undefined ? [] : [`<!-- section ${name} -->\n\n${body}\n`];
  });
  await writeFile(path, [HEAD, ...bodies].join("\n"));
}

/** A table of Markdown. */
export const table = (columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string =>
  [columns, columns.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");
