import { useState } from "preact/hooks";
import { chosenNodes, isNodeAddress, MOST_NODES } from "../data/nodes.ts";
import { useAsk, useLoaded } from "../parts/context.ts";
import { t } from "../texts/texts.ts";

/** The nodes that the reader wants the snapshot to be compared with. */
export function NodeForm() {
  const { config } = useLoaded();
  const ask = useAsk();
  const [addresses, setAddresses] = useState(() => Array.from({ length: MOST_NODES }, (_, i) => config.nodes[i] ?? ""));
  const [wrong, setWrong] = useState<number | null>(null);
  const submit = () => {
    const bad = addresses.findIndex((address) => address !== "" && !isNodeAddress(address));
    setWrong(bad === -1 ? null : bad);
    if (bad === -1) ask(addresses.filter((address) => address !== ""));
  };
  return (
    <form
      class="fields"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {addresses.map((address, i) => (
        <label key={t.sources.nodeNumber(i + 1)}>
          {t.sources.nodeNumber(i + 1)}
          <br />
          <input
            type="text"
            inputMode="url"
            autocomplete="off"
            spellcheck={false}
            value={address}
            aria-invalid={wrong === i}
            aria-describedby={wrong === i ? "node-problem" : undefined}
            onInput={({ currentTarget }) => setAddresses(addresses.with(i, currentTarget.value.trim()))}
          />
        </label>
      ))}
      <button type="submit">{t.sources.ask}</button>
      {chosenNodes() !== null && (
        <button type="button" onClick={() => ask(null)}>
          {t.sources.forget}
        </button>
      )}
      <p id="node-problem" role="alert">
        {wrong !== null && t.sources.notANode}
      </p>
    </form>
  );
}
