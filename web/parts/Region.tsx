import type { ComponentChildren } from "preact";

/** A region of its own that scrolls sideways, also by keyboard, so that the page never does. */
export const Region = ({ label, children }: { label: string; children: ComponentChildren }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reached without a mouse
  <section class="scroll" aria-label={label} tabIndex={0}>
    {children}
  </section>
);
