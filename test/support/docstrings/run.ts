/** Runs the modules that are named as arguments, one after another, and prints as JSON what each printed or threw. */
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";

const scene = await import("./scene.ts");
const printed: string[] = [];
console.log = (...values: unknown[]) => {
  printed.push(values.map((value) => (typeof value === "string" ? value : inspect(value))).join(" "));
};
const results: { lines: string[]; error?: string }[] = [];
for (const path of process.argv.slice(2)) {
  const { error } = await import(pathToFileURL(path).href).then(
    () => ({ error: undefined }),
    (error: unknown) => ({ error: inspect(error) }),
  );
  results.push({ lines: printed.splice(0), ...(error !== undefined && { error }) });
}
await scene.close();
process.stdout.write(JSON.stringify(results), () => process.exit(0));
