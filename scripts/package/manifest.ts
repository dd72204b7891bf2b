/** The fields of package.json that are published, and those that are left out. */
export type Manifest = {
  name: string;
  version: string;
  exports: Record<string, string>;
  files: string[];
  private?: true;
  scripts?: object;
  devDependencies?: object;
  overrides?: object;
  bin: Record<string, string>;
};

/** package.json as it is published: its entry points are compiled code with declarations. */
export function publishedManifest(clone: Manifest): object {
  const { private: _private, files: _files, scripts: _scripts, devDependencies: _dev, overrides: _o, ...kept } = clone;
  const exports = Object.fromEntries(Object.entries(clone.exports).map(([path, target]) => [path, compiled(target)]));
  return { ...kept, bin: { disjoint: "dist/cli/start.js" }, exports };
}

/** The sources of the entry points, by their path in prover/ without an ending. */
export const entryPoints = ({ exports }: Manifest): string[] =>
  Object.values(exports).flatMap((target) => sourceOf(target) ?? []);

const sourceOf = (target: string): string | undefined => /^\.\/prover\/(.*)\.ts$/.exec(target)?.[1];

/** Where the compiler puts a source of prover/; other files are published as they are. */
function compiled(target: string): string | { types: string; default: string } {
  const source = sourceOf(target);
  if (source === undefined) return target;
  return { types: `./dist/${source}.d.ts`, default: `./dist/${source}.js` };
}
