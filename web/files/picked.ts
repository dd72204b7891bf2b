/**
 * A file that a reader chose: `path` with the folders that it is in, the outermost first. Its bytes stay in the page.
 */
export type PickedFile = { path: string; bytes(): Promise<Uint8Array> };

/**
 * The files of a chosen folder by their paths inside of it. Files that were chosen without a folder are taken as a
 * folder's.
 */
export function withoutOuterFolder(files: readonly PickedFile[]): PickedFile[] {
  const outer = files[0]?.path.split("/")[0];
  const isInside = files.every(({ path }) => path.startsWith(`${outer}/`));
  return isInside ? files.map(({ path, bytes }) => ({ path: path.slice(outer!.length + 1), bytes })) : [...files];
}
