import { appendAll } from "../../prover/shared/collections.ts";
import type { PickedFile } from "./picked.ts";

/** The files of `<input type="file">`, with or without `webkitdirectory`. */
export const filesOfInput = (files: Iterable<File>): PickedFile[] =>
  Array.from(files, (file) => pickedFile(file.webkitRelativePath || file.name, file));

/** The files of a drop, those in folders included. Has to be called while the event is handled. */
export async function filesOfDrop({ items, files }: DataTransfer): Promise<PickedFile[]> {
  const entries = Array.from(items).flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) return filesOfInput(files);
  return (await Promise.all(entries.map(filesOfEntry))).flat();
}

async function filesOfEntry(entry: FileSystemEntry): Promise<PickedFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [pickedFile(entry.fullPath.replace(/^\//, ""), file)];
  }
  const found: FileSystemEntry[] = [];
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  // A reader gives at most 100 entries at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    appendAll(found, some);
  }
  return (await Promise.all(found.map(filesOfEntry))).flat();
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

const pickedFile = (path: string, file: File): PickedFile => ({
  path,
  bytes: async () => new Uint8Array(await file.arrayBuffer()),
});
