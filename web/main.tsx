import { render } from "preact";
import { App } from "./App.tsx";
import { openPage } from "./data/source.ts";
import { language } from "./texts/texts.ts";

document.documentElement.lang = language;
// Requested before anything is drawn.
render(<App opening={openPage()} />, document.getElementById("app")!);
