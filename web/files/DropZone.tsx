import { useId, useState } from "preact/hooks";
import { filesOfDrop, filesOfInput } from "./dropped.ts";
import type { PickedFile } from "./picked.ts";

/** Where a reader drops or chooses files, or a folder. They stay in the page. */
export function DropZone({
  label,
  file,
  folder,
  take,
}: {
  label: string;
  file?: string;
  folder?: string;
  take: (files: PickedFile[]) => void;
}) {
  const [isOver, setOver] = useState(false);
  const id = useId();
  const over = (event: DragEvent) => {
    event.preventDefault();
    setOver(event.type === "dragover");
  };
  const drop = (event: DragEvent) => {
    over(event);
    if (event.dataTransfer) void filesOfDrop(event.dataTransfer).then(take);
  };
  const choose = ({ currentTarget }: { currentTarget: HTMLInputElement }) => {
    const chosen = filesOfInput(currentTarget.files ?? []);
    // The same file may be chosen again.
    currentTarget.value = "";
    if (chosen.length > 0) take(chosen);
  };
  return (
    <fieldset class={isOver ? "drop over" : "drop"} onDragOver={over} onDragLeave={over} onDrop={drop}>
      <legend>{label}</legend>
      {file !== undefined && (
        <p>
          <label for={`${id}-file`}>{file}</label> <input id={`${id}-file`} type="file" onChange={choose} />
        </p>
      )}
      {folder !== undefined && (
        <p>
          <label for={`${id}-folder`}>{folder}</label>{" "}
          <input id={`${id}-folder`} type="file" ref={forFolders} onChange={choose} />
        </p>
      )}
    </fieldset>
  );
}

/** The types of the framework do not know the attribute. */
const forFolders = (input: HTMLInputElement | null) => input?.setAttribute("webkitdirectory", "");
