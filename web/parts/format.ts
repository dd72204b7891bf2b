import { language } from "../texts/texts.ts";

// The reader's own locale if it is of the page's language: no German date in an English sentence.
const LOCALE = navigator.languages.find((tag) => tag.toLowerCase().startsWith(language)) ?? language;

export const DATE = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium" });
export const DATE_AND_TIME = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "short" });
const NUMBER = new Intl.NumberFormat(LOCALE);
const RELATIVE = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" });

export const formatNumber = (value: number): string => NUMBER.format(value);

export const formatDate = (seconds: number): string => DATE.format(1000 * seconds);

/** The ends of a span of time: with hours if it is short. */
export const formatSpan = (from: number, to: number): [string, string] => {
  const format = to - from < 2 * 86_400 ? DATE_AND_TIME : DATE;
  return [format.format(1000 * from), format.format(1000 * to)];
};

/** How long ago something was, in the largest unit that it fills. */
export function formatAge(seconds: number, now = Date.now() / 1000): string {
  const age = Math.max(now - seconds, 0);
  const [unit, size] = UNITS.find(([, size]) => age >= size) ?? UNITS.at(-1)!;
  return RELATIVE.format(-Math.floor(age / size), unit);
}

const UNITS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];
