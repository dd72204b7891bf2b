import { t } from "../texts/texts.ts";
import { useLoaded } from "./context.ts";
import { formatAge, formatNumber } from "./format.ts";
import { linkTo } from "./route.ts";

/** Above every view: what it rests on, what was compared, and how old that is. */
export function StandingNotice() {
  const { registry, standing, checked } = useLoaded();
  const { chainId, at } = registry.snapshot;
  const { title, text } = t.standing[standing];
  const answered = checked?.nodes.filter(({ check }) => check !== null).length ?? 0;
  return (
    <section class={`standing ${standing}`} aria-label={t.standing.label} role="status">
      <p>
        <strong>{title}.</strong> {text}
      </p>
      <p class="muted">
        {t.standing.block(chainId, formatNumber(at.number), formatAge(at.time))}{" "}
        {checked !== null && answered > 0 && t.standing.compared(checked.compared, answered, checked.nodes.length)}{" "}
        {checked !== null && t.standing.caughtUp(checked.caughtUp)} <a href={linkTo.sources()}>{t.standing.more}</a>
      </p>
    </section>
  );
}
