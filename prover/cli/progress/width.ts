/** Columns that a character takes at most: most of what is not ASCII may be wide. */
const widthOf = (character: string): number => (character <= "\u007e" ? 1 : 2);

/** The beginning of a text that takes at most `columns` columns; `…` stands for what was cut. */
export function fitted(text: string, columns: number): string {
  const characters = [...text];
  if (characters.reduce((sum, each) => sum + widthOf(each), 0) <= columns) return text;
  let width = 2;
  const end = characters.findIndex((each) => (width += widthOf(each)) > columns);
  return columns < 2 ? "" : `${characters.slice(0, end).join("")}…`;
}
