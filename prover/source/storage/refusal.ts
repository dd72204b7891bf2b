import type { DisjointError } from "../../shared/errors.ts";
import { sourceError } from "../records/errors.ts";

/** Size of an error response that is read, in bytes, and of the reason that is shown, in characters. */
const LOOKED_AT = 16_384;
const SHOWN = 300;

const DOWNLOAD = "Download the file with the store's own tool, and give its path.";
const ACCESS =
  "Sign the address again; for s3:// set the keys, and AWS_REQUEST_PAYER=requester if the bucket's owner does not pay.";

/**
 * The error for a response that is not a file. It never says that a file does not exist unless the server says so. The
 * server's reason (X-Error-Message of hubs, Code and Message of S3's and Google's documents) is shown without
 * addresses.
 *
 * @returns data `source/gated`, `source/requester-pays`, `source/access-denied`, `source/rate-limited`,
 * `source/not-found`, `source/network`
 */
export async function refusal(name: string, response: Response): Promise<DisjointError> {
  const { status, headers } = response;
  const document = await beginningOf(response);
  const code = headers.get("x-error-code") ?? tagOf(document, "Code") ?? "";
  const reason = shown(headers.get("x-error-message") ?? tagOf(document, "Message") ?? "", code);
  const answers = `answers ${status}${reason}`;
  if (/requester.?pays|UserProjectMissing/i.test(`${code} ${reason}`))
    return sourceError(
      "source/requester-pays",
      name,
      `${answers}: who asks for it pays for it`,
      `Set AWS_REQUEST_PAYER=requester for an s3:// address, if you will pay. ${DOWNLOAD}`,
    );
  if (/^GatedRepo$/i.test(code))
    return sourceError("source/gated", name, answers, `Ask for access where the dataset is published. ${DOWNLOAD}`);
  if (status === 401 || status === 403 || status === 407)
    return sourceError("source/access-denied", name, answers, `${ACCESS} ${DOWNLOAD}`);
  if (status === 429 || status === 503)
    return sourceError("source/rate-limited", name, answers, "Run again later: what was read is kept.");
  if (status === 404 || status === 410) return sourceError("source/not-found", name, answers, "Check the address.");
  return sourceError("source/network", name, answers, "Check the address and the network, and run again.");
}

async function beginningOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      size += chunk.length;
      if (size >= LOOKED_AT) break;
    }
  } catch {
    // The status is enough: a body that breaks off only lacks a reason.
  }
  return Buffer.concat(chunks).subarray(0, LOOKED_AT).toString("utf8");
}

const tagOf = (document: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(document)?.[1];

/** Printable, without the query of any address, and short enough to read. */
function shown(message: string, code: string): string {
  const text = [code, message]
    .filter((part) => part !== "")
    .join(": ")
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]+/gu, " ")
    .replace(/[?#]\S*=\S*/g, "")
    .replace(/\/\/[^\s/]*@/g, "//");
  return text === "" ? "" : ` (${text.slice(0, SHOWN)})`;
}
