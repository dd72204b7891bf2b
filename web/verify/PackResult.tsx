import type { SnapshotRelease } from "../../prover/registry.ts";
import { isConfirmed, type Loaded } from "../data/standing.ts";
import { Facts } from "../parts/Facts.tsx";
import { Id, Name } from "../parts/Name.tsx";
import { linkTo } from "../parts/route.ts";
import { t } from "../texts/texts.ts";
import { CheckTable } from "./CheckTable.tsx";
import { commandLine } from "./commandLine.ts";
import { FirstFailure } from "./FirstFailure.tsx";
import { Lineage } from "./Lineage.tsx";
import type { VerifiedPack } from "./verification.ts";

type Shown = { pack: VerifiedPack; loaded: Loaded; release: SnapshotRelease | undefined };

/** The verdict on a pack, why it is false if it is, and what was compared and what was not. */
export function PackResult(shown: Shown) {
  const { claims, terms, found } = shown.pack;
  const failed = found.checks.filter(({ ok }) => !ok).length;
  return (
    <>
      <h4>
        {found.outcome === "false" ? t.pack.outcomeFalse(failed, found.checks.length) : t.pack.outcome[found.outcome]}
      </h4>
      <FirstFailure checks={found.checks} />
      <Facts
        facts={[
          [t.pack.cid, <Id key="cid" id={claims.cid} full />],
          [t.pack.signedBy, found.signedBy.length === 0 ? null : claims.signatures.join(", ")],
        ]}
      />
      {found.lineage && (
        <>
          <h5>{t.pack.lineage}</h5>
          <Lineage steps={found.lineage.steps} />
        </>
      )}
      <h5>{t.pack.compared}</h5>
      <Compared {...shown} />
      <h5>{t.pack.notCompared}</h5>
      <NotCompared {...shown} />
      <CheckTable checks={found.checks} />
      <details>
        <summary>{t.pack.command}</summary>
        <pre>{commandLine(terms.policy)}</pre>
      </details>
    </>
  );
}

const Compared = ({ pack: { claims, terms, found }, release }: Shown) => (
  <ul>
    {terms.compared.map(({ name, list, epoch }) => (
      <li key={list}>
        <Name text={name} />: {t.pack.comparedList(epoch)}{" "}
        <a href={linkTo.list(list)}>
          <Id id={list} />
        </a>
      </li>
    ))}
    <li>{t.pack.comparedContracts}</li>
    {found.facts?.steps && <li>{t.pack.comparedSteps(found.facts.steps.count, found.facts.steps.root)}</li>}
    {terms.policy.chain?.blocks !== undefined && <li>{t.pack.comparedBlocks}</li>}
    {release?.evidence.includes(claims.cid) && <li>{t.pack.published}</li>}
  </ul>
);

const NotCompared = ({ pack: { claims, terms, found }, loaded, release }: Shown) => {
  const { registry, standing } = loaded;
  const claimed = claims.chain?.facts.release ?? null;
  const isSure = standing === "agrees" && (claimed === null || isConfirmed(loaded, claimed));
  const { development, unknown } = registry.keys;
  const parents = claims.declared?.parents.length ?? 0;
  return (
    <ul>
      {!isSure && <li>{t.pack.notConfirmed}</li>}
      {terms.unknown.map((name) => (
        <li key={name}>
          <Name text={name} /> {t.pack.unknownList}
        </li>
      ))}
      {claims.chain === undefined && <li>{t.pack.noChain}</li>}
      {claims.chain !== undefined && terms.policy.chain?.blocks === undefined && <li>{t.pack.noBlocks}</li>}
      <li>{found.lineage === undefined ? t.pack.noSteps : t.pack.stepsOnly}</li>
      <li>{t.pack.pagesOnly}</li>
      {registry.snapshot.lists.length > terms.compared.length && <li>{t.pack.otherLists}</li>}
      {parents > 0 && <li>{t.pack.parents(parents)}</li>}
      {release !== undefined && !release.evidence.includes(claims.cid) && <li>{t.pack.notPublished}</li>}
      {development.length + unknown.length > 0 && <li>{t.pack.development}</li>}
    </ul>
  );
};
