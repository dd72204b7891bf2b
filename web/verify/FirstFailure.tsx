import { CHECKS } from "../../prover/shared/checks.ts";
import type { Check } from "../../prover/verify.ts";
import { Facts } from "../parts/Facts.tsx";
import { Name } from "../parts/Name.tsx";
import { LONG } from "../parts/words.ts";
import { t } from "../texts/texts.ts";

/** The first check that failed, if one did: its code, what should hold, what is wrong, and what to do. */
export function FirstFailure({ checks }: { checks: readonly Check[] }) {
  const failed = checks.find(({ ok }) => !ok);
  if (failed === undefined) return null;
  const { subject, holds } = CHECKS[failed.id];
  return (
    <div class="notice danger" role="alert">
      <h4>
        {t.pack.first}: <code>{failed.id}</code>
      </h4>
      <Facts
        facts={[
          [t.pack.check, <Name key="name" text={failed.name} />],
          [t.pack.should, holds],
          [t.pack.found, <Name key="detail" text={failed.detail ?? ""} most={LONG} />],
          [t.pack.hint, hintOf(subject)],
        ]}
      />
    </div>
  );
}

const HINTS: Record<string, string> = {
  signature: t.pack.hints.signature,
  growth: t.pack.hints.growth,
  list: t.pack.hints.list,
  chain: t.pack.hints.chain,
  release: t.pack.hints.release,
};

const hintOf = (subject: string): string => HINTS[subject] ?? t.pack.hints.other;
