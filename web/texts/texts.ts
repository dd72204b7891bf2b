import { en } from "./en.ts";

/** Every word of the page in one language. Another one is a file beside `en.ts` and a line below. */
type Texts = typeof en;

const LANGUAGES: Record<string, Texts> = { en };

/** The first of the reader's languages that there is. */
export const language =
  navigator.languages.map((tag) => tag.split("-")[0]!.toLowerCase()).find((tag) => tag in LANGUAGES) ?? "en";

export const t: Texts = LANGUAGES[language]!;
