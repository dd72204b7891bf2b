import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { t } from "../texts/texts.ts";

/** A view with its heading, which gets the focus when the reader came here from another view. */
export function Page({ title, children }: { title: string; children: ComponentChildren }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = t.page.titleOf(title);
    if (isNavigated) {
      heading.current?.focus({ preventScroll: true });
      // The notice above the heading belongs to what is read.
      scrollTo(0, 0);
    }
    isNavigated = true;
  }, [title]);
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </>
  );
}

/** Whether a view was shown before: the first one leaves the focus where the browser has it. */
let isNavigated = false;
