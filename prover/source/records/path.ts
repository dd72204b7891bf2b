/** One step into a record: into the field of that name, or through every element of a list. */
type Step = { name: string } | "each";

/**
 * The location of a field. In every format, a field with exactly this name takes precedence. Only if there is none,
 * `steps` lead into structures: `meta.url` is `url` in `meta`, `messages[].content` is `content` in every element of
 * `messages`, `tags[]` every element of `tags`. Without steps, the name is not a path.
 */
export type Path = {
  name: string;
  steps: readonly Step[];
  /** Whether the steps go through a list, so that a record has any number of values. */
  isList: boolean;
};

const PIECE = /^([^[\]]+)((?:\[\])*)$/;

/** The path written in the name of a field. */
export function pathOf(name: string): Path {
  const steps: Step[] = [];
  for (const piece of name.split(".")) {
    const [, field, lists] = PIECE.exec(piece) ?? [];
    if (field === undefined || lists === undefined) return { name, steps: [], isList: false };
    steps.push({ name: field });
    for (let list = 0; list < lists.length / 2; list++) steps.push("each");
  }
  return { name, steps, isList: steps.includes("each") };
}
