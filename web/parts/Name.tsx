import { t } from "../texts/texts.ts";
import { SHORT, safeLink, shortId, shown } from "./words.ts";

/** The words of a stranger, as text and nothing else, in their own direction of writing. */
export function Name({ text, most = SHORT }: { text: string; most?: number }) {
  const { text: visible, cut } = shown(text, most);
  return (
    <bdi class="name">
      {visible === "" ? <em class="muted">{t.name.empty}</em> : visible}
      {cut > 0 && <span class="muted"> {t.name.cut(cut)}</span>}
    </bdi>
  );
}

/** An identifier, abbreviated unless `full`. Copying it from a table gives the whole one in its title. */
export const Id = ({ id, full = false }: { id: string; full?: boolean }) => (
  <code class={full ? "id full" : "id"} title={id}>
    {full ? id : shortId(id)}
  </code>
);

/** A stranger's link; as text if the page does not link to such addresses. */
export function Outside({ uri }: { uri: string }) {
  const href = safeLink(uri);
  if (href === undefined) return <Name text={uri} most={200} />;
  return (
    <a href={href} rel="noreferrer noopener nofollow external" target="_blank">
      <Name text={uri} most={200} />
      <span class="hidden"> {t.name.outside}</span>
    </a>
  );
}
