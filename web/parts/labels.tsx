import type { ListSubject, SnapshotRelease } from "../../prover/registry.ts";
import { t } from "../texts/texts.ts";
import { Id, Name } from "./Name.tsx";
import { linkTo } from "./route.ts";
import { inBrief, shortId } from "./words.ts";

/** A list by name, with a mark if others have an equal one. */
export const ListLabel = ({ list }: { list: ListSubject }) => (
  <span class="label">
    <a href={linkTo.list(list.list)}>
      <Name text={list.name ?? ""} />
    </a>
    {list.sameName !== null && list.sameName.length > 0 && (
      <>
        {" "}
        <span class="mark">{t.list.equalName(list.sameName.length)}</span>
      </>
    )}
  </span>
);

/** A list in words, where no markup fits: an equal name comes with its mark and the start of the id. */
export function listInWords({ list, name, sameName }: ListSubject): string {
  const text = inBrief(name ?? list, 40);
  const others = sameName?.length ?? 0;
  return others === 0 ? text : `${text} (${shortId(list)}, ${t.list.equalName(others)})`;
}

/** How many reviewers are named beside a list; its own view names all. */
const FEW = 3;

/** Who made a list, and who has to confirm its epochs. */
export const ListMakers = ({ list }: { list: ListSubject }) => (
  <span class="muted small">
    {t.list.owner} <Id id={list.owner ?? ""} />, {t.list.review(list.threshold, list.reviewers.length)}
    {list.reviewers.length > 0 && (
      <span class="reviewers">
        {" "}
        {list.reviewers.slice(0, FEW).map((reviewer) => (
          <Id key={reviewer} id={reviewer} />
        ))}
      </span>
    )}
  </span>
);

/** A release by model and version. */
export const ReleaseLabel = ({ release }: { release: SnapshotRelease }) => (
  <a class="label" href={linkTo.release(release.release)}>
    <Name text={release.model} /> <Name text={release.version} />
  </a>
);

/** A vendor: an address, which is all that a chain knows of it. */
export const VendorLabel = ({ vendor, full = false }: { vendor: string; full?: boolean }) => (
  <a href={linkTo.vendor(vendor)}>
    <Id id={vendor} full={full} />
  </a>
);
