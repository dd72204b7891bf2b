import { render } from "preact";
import { App } from "./App.tsx";
import { language } from "./texts/texts.ts";

document.documentElement.lang = language;
render(<App />, document.getElementById("app")!);
