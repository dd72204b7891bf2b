import { afterAll } from "vitest";
import { killChildren } from "./child.ts";

// Run by vitest before every file of tests. Hooks of the file come first, those of set-ups that failed do not come.
afterAll(killChildren);
