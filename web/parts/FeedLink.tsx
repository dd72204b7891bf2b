import { t } from "../texts/texts.ts";
import { useLoaded } from "./context.ts";

/** The Atom feed of a list or a release, where the page has feeds. */
export function FeedLink({ id }: { id: string }) {
  const { feeds } = useLoaded().config;
  return feeds === undefined ? (
    <span class="muted">{t.feed.none}</span>
  ) : (
    <a href={`${feeds.replace(/\/$/, "")}/${id}.atom`} type="application/atom+xml">
      {t.feed.atom}
    </a>
  );
}
