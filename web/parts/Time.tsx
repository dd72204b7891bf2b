import { DATE, DATE_AND_TIME } from "./format.ts";

/** A time of a block, in the reader's locale and time zone; UTC in its markup. `exact`: with hours and minutes. */
export function Time({ seconds, exact = false }: { seconds: number; exact?: boolean }) {
  const iso = new Date(1000 * seconds).toISOString().replace(".000Z", "Z");
  return (
    <time dateTime={iso} title={iso}>
      {(exact ? DATE_AND_TIME : DATE).format(1000 * seconds)}
    </time>
  );
}
