import { useState } from "preact/hooks";
import { messageOf } from "../data/errors.ts";
import { DropZone } from "../files/DropZone.tsx";
import type { PickedFile } from "../files/picked.ts";
import { useLoaded } from "../parts/context.ts";
import { Name } from "../parts/Name.tsx";
import { t } from "../texts/texts.ts";
import type { WorkResult } from "./search.ts";
import type { ListFolder } from "./searchList.ts";
import { WorkFound } from "./WorkFound.tsx";

type State =
  | { kind: "idle" | "searching" }
  | { kind: "found"; result: WorkResult }
  | { kind: "failed"; problem: string };
type Picked = { folders: ReadonlyMap<string, ListFolder>; unknown: readonly string[] };

/** Where a work is given, and the folders of lists that the reader has. The search is loaded with the first one. */
export function WorkSearch() {
  const { config, registry } = useLoaded();
  const { lists } = registry.snapshot;
  const [text, setText] = useState("");
  const [picked, setPicked] = useState<Picked>({ folders: new Map(), unknown: [] });
  const [state, setState] = useState<State>({ kind: "idle" });
  const fail = (error: unknown) => setState({ kind: "failed", problem: messageOf(error) });
  const search = async (work: Uint8Array) => {
    setState({ kind: "searching" });
    const [{ searchWork }, { publishedFolder }] = await Promise.all([import("./search.ts"), import("./folders.ts")]);
    const { lists: folder } = config;
    const published =
      folder === undefined ? [] : lists.map(({ list }) => [list, publishedFolder(folder, list)] as const);
    const folders = new Map([...published, ...picked.folders]);
    setState({ kind: "found", result: await searchWork(registry, folders, work) });
  };
  const take = (files: PickedFile[]) => {
    const [file] = files;
    if (file !== undefined) file.bytes().then(search).catch(fail);
  };
  const takeLists = async (files: PickedFile[]) => {
    const { readPickedLists } = await import("./folders.ts");
    const { folders, unknown } = await readPickedLists(files, lists);
    setPicked(({ folders: before }) => ({ folders: new Map([...before, ...folders]), unknown }));
  };
  return (
    <>
      <p>{t.work.lead}</p>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          search(new TextEncoder().encode(text)).catch(fail);
        }}
      >
        <label>
          {t.work.text}
          <br />
          <textarea class="wide" rows={4} value={text} onInput={({ currentTarget }) => setText(currentTarget.value)} />
        </label>
        <p>
          <button type="submit" disabled={text === ""}>
            {t.work.search}
          </button>
        </p>
      </form>
      <DropZone label={t.work.drop} file={t.work.chooseFile} take={take} />
      <DropZone label={t.work.lists} folder={t.work.chooseLists} take={(files) => void takeLists(files).catch(fail)} />
      <div aria-live="polite">
        {picked.folders.size > 0 && <p>{t.work.taken(picked.folders.size)}</p>}
        {picked.unknown.map((path) => (
          <p key={path}>
            {t.work.unknown} <Name text={path} />
          </p>
        ))}
        {state.kind === "searching" && <p>{t.work.searching}</p>}
        {state.kind === "failed" && <p role="alert">{t.work.failed(state.problem)}</p>}
        {state.kind === "found" && <WorkFound result={state.result} />}
      </div>
      {config.lists !== undefined && <p class="muted small">{t.work.requests}</p>}
    </>
  );
}
