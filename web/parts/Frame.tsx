import type { ComponentChildren } from "preact";
import { t } from "../texts/texts.ts";
import { linkTo, type Route } from "./route.ts";

const VIEWS = [
  { view: "start", href: linkTo.start(), label: t.nav.start },
  { view: "releases", href: linkTo.releases(), label: t.nav.releases },
  { view: "lists", href: linkTo.lists(), label: t.nav.lists },
  { view: "vendors", href: linkTo.vendors(), label: t.nav.vendors },
  { view: "verify", href: linkTo.verify(), label: t.nav.verify },
  { view: "work", href: linkTo.work(), label: t.nav.work },
  { view: "risks", href: linkTo.risks(), label: t.nav.risks },
  { view: "sources", href: linkTo.sources(), label: t.nav.sources },
] as const;

/** Which entry of the navigation a view belongs to. */
const HOME: Partial<Record<Route["view"], string>> = { release: "releases", list: "lists", vendor: "vendors" };

/** What is around every view. */
export function Frame({ route, children }: { route: Route; children: ComponentChildren }) {
  const current = HOME[route.view] ?? route.view;
  return (
    <>
      <header class="bar">
        <a class="skip" href={location.hash || "#/"} onClick={skip}>
          {t.page.skip}
        </a>
        <a class="brand" href={linkTo.start()}>
          {t.page.title}
        </a>
        <nav aria-label={t.page.navigation}>
          <ul>
            {VIEWS.map(({ view, href, label }) => (
              <li key={view}>
                <a href={href} aria-current={view === current ? "page" : undefined}>
                  {label}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </header>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
      <footer class="foot">
        <p>{t.page.foot}</p>
      </footer>
    </>
  );
}

/** A link to an element would be a route. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
