import { isGenuine } from "../data/standing.ts";
import { t } from "../texts/texts.ts";
import { useLoaded } from "./context.ts";

/** Said before anything else of a release whose id is not the hash of what the snapshot says of it. */
export function Forged({ release }: { release: string }) {
  const { registry } = useLoaded();
  if (!registry.releases.has(release) || isGenuine(registry, release)) return null;
  return (
    <section class="standing differs" aria-label={t.release.forgedTitle}>
      <p>
        <strong>{t.release.forgedTitle}.</strong> {t.release.forged}
      </p>
    </section>
  );
}
