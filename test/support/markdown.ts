import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

/** A document of the repository by its path from the root, with its text. */
type MarkdownFile = { path: string; text: string };

const PLACES = [
  "*.md",
  ".github/**/*.md",
  ...["circuits", "contracts", "docs", "examples", "findings", "prover", "scripts", "test"].map(
    (at) => `${at}/**/*.md`,
  ),
];

/** Every document of the repository. */
export const markdownFiles = (): MarkdownFile[] =>
  globSync(PLACES, { cwd: PROJECT_ROOT })
    .sort()
    .map((path) => ({ path, text: readFileSync(join(PROJECT_ROOT, path), "utf8") }));

/** A fenced block: the comment directly above it, if there is one, its language and its lines. */
export type Block = { comment: string | undefined; language: string; lines: string[] };

export function blocksOf(text: string): Block[] {
  const blocks = text.matchAll(/(?:^<!-- ([^\n]*?) -->\n)?^```([\w-]*)\n(.*?)^```$/gms);
  return [...blocks].map(([, comment, language, body]) => ({
    comment,
    language: language!,
    lines: body!.trimEnd().split("\n"),
  }));
}

/** A document without its fenced blocks. */
export const proseOf = (text: string): string => text.replace(/^```.*?^```$/gms, "");

/** The anchors of a document's headings, as GitHub makes them. */
export function anchorsOf(text: string): string[] {
  const headings = [...proseOf(text).matchAll(/^#{1,6} (.*)$/gm)].map(([, heading]) => heading!);
  const seen = new Map<string, number>();
  return headings.map((heading) => {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const slug = words.replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "").replaceAll(" ", "-");
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    return count === 0 ? slug : `${slug}-${count}`;
  });
}
