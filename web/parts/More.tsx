import { useState } from "preact/hooks";
import { t } from "../texts/texts.ts";

/** How many rows of a long table are shown, and a button for more of them. */
export function useMore(step: number): { most: number; more: () => void } {
  const [most, setMost] = useState(step);
  return { most, more: () => setMost(most + step) };
}

/** Shows how many rows are hidden; nothing if there are none. */
export function More({ total, most, more }: { total: number; most: number; more: () => void }) {
  if (total <= most) return null;
  return (
    <p>
      <button type="button" onClick={more}>
        {t.more.show}
      </button>{" "}
      <span class="muted">{t.more.shown(most, total)}</span>
    </p>
  );
}
