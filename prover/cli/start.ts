#!/usr/bin/env node
/** The program of the installed package. It says which Node it needs before anything is loaded that needs it. */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major > 22 || (major === 22 && minor >= 13)) await import("./disjoint.ts");
else {
  process.stderr.write(`disjoint needs Node 22.13 or newer, and this is ${process.version}\n`);
  process.exitCode = 2;
}
