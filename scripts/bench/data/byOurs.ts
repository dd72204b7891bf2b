import { findScheme } from "../../../prover/fingerprint/schemes.ts";
import { openSource } from "../../../prover/source/open.ts";
import { type Format, LIMITS } from "../../../prover/source/records/row.ts";
import { listSources } from "../../../prover/source/walk.ts";
import { HexLines } from "./hexLines.ts";

const FIELDS: Partial<Record<Format, string | undefined>> = { lines: undefined, tar: undefined, webdataset: "txt" };

/** Our readers and the scheme `sha256`, with everything they check; the file's own SHA-256 is taken too. */
export async function byOurs(path: string, format: Format, out: string): Promise<void> {
  const [source] = listSources([{ path, format }]);
  const fields = [format in FIELDS ? FIELDS[format] : "text"];
  const { values } = findScheme("sha256");
  const lines = new HexLines(out);
  for await (const batch of openSource(source!, { fields, limits: LIMITS }).rows())
    for (const row of batch) {
      if ("bad" in row) throw row.bad;
      for (const value of values(row.values[0] as Uint8Array)) lines.write(Buffer.from(value));
    }
  lines.close();
}
