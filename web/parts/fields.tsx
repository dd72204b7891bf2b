import { useEffect, useRef, useState } from "preact/hooks";

/** Milliseconds. */
const PAUSE = 150;

/** A field whose value counts a moment after the last key. */
export function TextField({
  label,
  hint,
  value,
  change,
}: {
  label: string;
  hint?: string;
  value: string;
  change: (value: string) => void;
}) {
  const [text, setText] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setText(value), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <label>
      {label}
      {hint !== undefined && <span class="muted small"> {hint}</span>}
      <br />
      <input
        type="search"
        value={text}
        autocomplete="off"
        spellcheck={false}
        onInput={({ currentTarget }) => {
          const next = currentTarget.value;
          setText(next);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => change(next), PAUSE);
        }}
      />
    </label>
  );
}

/** One of several, or any: null. */
export const Choice = ({
  label,
  value,
  any,
  choices,
  change,
}: {
  label: string;
  value: string | null;
  any?: string;
  choices: readonly (readonly [string, string])[];
  change: (value: string | null) => void;
}) => (
  <label>
    {label}
    <br />
    <select value={value ?? ""} onChange={({ currentTarget }) => change(currentTarget.value || null)}>
      {any !== undefined && <option value="">{any}</option>}
      {choices.map(([key, text]) => (
        <option key={key} value={key}>
          {text}
        </option>
      ))}
    </select>
  </label>
);
