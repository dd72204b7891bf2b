import { readingOf } from "../../source/records/format.ts";
import type { Format, Source } from "../../source/records/row.ts";

/** What a shard's files have in common: the format of their records, or what each whole file is. */
type Kind = Exclude<Format, "files"> | "media" | "documents" | "other";

const endings = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Files that are one work each, whose bytes are compared. */
const MEDIA = endings(`
  jpg jpeg png gif webp bmp tif tiff avif heic svg psd
  mp3 wav flac ogg oga opus m4a aac aiff mid midi
  mp4 m4v mkv webm mov avi mpg mpeg
  pdf epub djvu mobi doc docx odt rtf ppt pptx
`);

/** Files that are one work each, and text. */
const DOCUMENTS = endings(`
  eml md markdown rst tex html htm xhtml srt vtt
  c h cc cpp cxx hpp cs css dart f90 go hs java jl js jsx kt lua m ml php pl py r rb rs scala sh sol sql swift ts tsx vue
`);

/** A file's extension in lower case; empty if it has none. */
export const endingOf = (name: string): string => /[^/]\.([^./]+)$/.exec(name)?.[1]?.toLowerCase() ?? "";

export const isMedia = (ending: string): boolean => MEDIA.has(ending);
export const isDocument = (ending: string): boolean => DOCUMENTS.has(ending) || ending === "txt";

export function kindOf({ name, path }: Source): Kind {
  const { format } = readingOf(path);
  if (format !== "files") return format;
  const ending = endingOf(name);
  return MEDIA.has(ending) ? "media" : DOCUMENTS.has(ending) ? "documents" : "other";
}
