import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { minOf } from "../../prover/shared/collections.ts";

/**
 * `<!-- include FILE -->` or `<!-- include FILE#REGION -->`, the fenced block that it fills, and the closing comment.
 */
const INCLUDE = /^<!-- include ([\w./-]+?)(?:#([\w-]+))? -->\n.*?^<!-- end include -->$/gms;

const LANGUAGES: Record<string, string> = {
  ".ts": "ts",
  ".yml": "yaml",
  ".yaml": "yaml",
  ".sol": "solidity",
  ".json": "json",
};

/**
 * A Markdown document with every included block as its file says now. Paths are relative to `root`.
 *
 * @throws Error if a file or a region does not exist
 */
export const withIncludes = (markdown: string, root: string): string =>
  markdown.replace(INCLUDE, (_, path: string, region?: string) => {
    const text = readFileSync(join(root, path), "utf8");
    const block = region === undefined ? text : regionOf(text, region, path);
    const name = region === undefined ? path : `${path}#${region}`;
    const language = LANGUAGES[extname(path)] ?? "";
    return `<!-- include ${name} -->\n\`\`\`${language}\n${block.trim()}\n\`\`\`\n<!-- end include -->`;
  });

/** The lines between `// #region NAME` and `// #endregion NAME`, without their common indentation. */
function regionOf(text: string, region: string, path: string): string {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => line.trim() === `// #region ${region}`);
  const end = lines.findIndex((line) => line.trim() === `// #endregion ${region}`);
  if (start < 0 || end < start) throw new Error(`${path} has no region ${region}`);
  const inside = lines.slice(start + 1, end);
  const indents = inside.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const common = minOf(indents);
  return inside.map((line) => line.slice(common)).join("\n");
}
