import { execFile } from "node:child_process";
import { cp, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { PROJECT_ROOT } from "../../prover/shared/root.ts";

const run = promisify(execFile);

/** One remark of an analyzer about a line of Circom. */
type Finding = { rule: string; line: string };

/**
 * circomspect over all circuits. Its remarks must be exactly those of circuits/circomspect.json, where each has its
 * reason: a new one fails, and so does one that has gone.
 *
 * @returns what differs, empty if nothing does
 */
export async function circomspect(): Promise<string[]> {
  const folder = join(PROJECT_ROOT, "build/check");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(join(PROJECT_ROOT, "circuits"), join(folder, "circuits"), { recursive: true });
  // The analyzer has no option for library folders: the library lies beside the files that include it.
  await cp(join(PROJECT_ROOT, "node_modules/circomlib"), join(folder, "circuits/lib/circomlib"), { recursive: true });
  const files = await circuitFiles(folder);
  await run("circomspect", [...files, "--sarif-file", "findings.sarif"], { cwd: folder }).catch(ignoreExitCode);
  const found = await readSarif(folder);
  const reviewed: Finding[] = JSON.parse(await readFile(join(PROJECT_ROOT, "circuits/circomspect.json"), "utf8"));
  return [
    ...missingIn(reviewed, found).map((finding) => `circomspect: not reviewed: ${finding}`),
    ...missingIn(found, reviewed).map((finding) => `circomspect: reviewed but gone: ${finding}`),
  ];
}

/**
 * The compiler's own inspection: no remark is accepted. The smallest circuit of a kind has every template of the
 * others.
 */
export async function inspect(): Promise<string[]> {
  const found = await Promise.all(["exclusion_16x60", "inclusion", "listing_16"].map(inspectCircuit));
  return found.flat();
}

async function inspectCircuit(name: string): Promise<string[]> {
  const circuit = `circuits/main/${name}.circom`;
  const { stdout, stderr } = await run("circom2", [circuit, "--inspect", "-l", "node_modules"], { cwd: PROJECT_ROOT });
  return `${stdout}${stderr}`.includes("warning[") ? [`circom2 --inspect ${circuit}:\n${stdout}${stderr}`] : [];
}

async function circuitFiles(folder: string): Promise<string[]> {
  const filesOf = async (part: string) =>
    (await readdir(join(folder, part))).filter((name) => name.endsWith(".circom")).map((name) => join(part, name));
  return [...(await filesOf("circuits/lib")), ...(await filesOf("circuits/main"))];
}

/** The analyzer exits with 1 when it has remarks; only the file it writes counts. */
function ignoreExitCode(error: { code?: unknown }): void {
  if (error.code !== 1) throw error;
}

async function readSarif(folder: string): Promise<Finding[]> {
  const sarif = JSON.parse(await readFile(join(folder, "findings.sarif"), "utf8"));
  const findings: Finding[] = [];
  for (const { ruleId, locations } of sarif.runs[0].results) {
    const { artifactLocation, region } = locations[0].physicalLocation;
    const lines = (await readFile(join(folder, artifactLocation.uri.slice("file://".length)), "utf8")).split("\n");
    findings.push({ rule: ruleId, line: lines[region.startLine - 1]!.replace(/\/\/.*/, "").trim() });
  }
  return findings;
}

function missingIn(known: readonly Finding[], found: readonly Finding[]): string[] {
  const spell = ({ rule, line }: Finding) => `${rule} ${line}`;
  const names = new Set(known.map(spell));
  return found.map(spell).filter((name) => !names.has(name));
}
