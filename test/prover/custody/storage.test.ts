import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Piece } from "@web3-storage/data-segment";
import Arweave from "arweave/node/lib/merkle.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  computeStorageAnchors,
  fetchStored,
  inspectStorageAnchors,
  verifyStorageAnchors,
  writeStorageAnchors,
} from "../../../prover/custody/storage/anchors.ts";
import { celestiaBlobs } from "../../support/celestia.ts";
import { codeOf } from "../../support/errors.ts";
import { bytes } from "../../support/lineage.ts";

const KIB = 1024;
/** Sizes at and beside the borders of Filecoin's groups and powers of two, and of Arweave's chunks. */
const SIZES = [
  ...[65, 126, 127, 128, 253, 254, 255, 508, 509, 1016, 1017, 130_048],
  ...[32 * KIB, 256 * KIB - 1, 256 * KIB, 256 * KIB + 1, 288 * KIB - 1, 288 * KIB, 512 * KIB, 512 * KIB + 1],
  ...[600_000, 768 * KIB + 5],
];

/** The text "disjoint!!". */
const NAMESPACE = "6469736a6f696e742121";

/** Bytes that differ from each other, the same each time. */
const payloadOf = (size: number): Uint8Array =>
  Uint8Array.from({ length: size }, (_, i) => (i * 167 + (i >> 8) * 13) & 255);

describe("what storage networks call a file", () => {
  it.each(SIZES)("is what their own packages compute: %i bytes", async (size) => {
    const payload = payloadOf(size);
    const { filecoin, arweave } = computeStorageAnchors(payload);
    const piece = Piece.fromPayload(payload);
    expect(filecoin.pieceCid).toBe(piece.link.toString());
    expect(filecoin.root).toBe(Buffer.from(piece.root).toString("hex"));
    const root = await Arweave.computeRootHash(payload);
    expect(arweave.dataRoot).toBe(Buffer.from(root).toString("base64url"));
  });

  it("is what a node of Celestia computes, at the borders of shares and subtrees as well", async () => {
    const commitmentOf = await celestiaBlobs();
    const shares = [1, 2, 3, 4, 62, 63, 64, 65, 127, 128, 129, 255, 256, 257];
    const borders = shares.flatMap((count) => [-1, 0, 1].map((beside) => 478 + 482 * (count - 1) + beside));
    for (const size of [1, ...borders, ...SIZES]) {
      const { celestia } = computeStorageAnchors(payloadOf(size), NAMESPACE);
      expect(celestia, `${size} bytes`).toEqual({
        namespace: NAMESPACE,
        commitment: commitmentOf(NAMESPACE, payloadOf(size)),
      });
    }
  });

  it.each(["", "6469736a6f696e7421", "6469736A6F696E742121", `${"0".repeat(18)}ff`])(
    "has no commitment in the namespace %j",
    async (namespace) => {
      const code = await codeOf(() => computeStorageAnchors(payloadOf(9), namespace));
      expect(code).toBe("custody/celestia-namespace");
    },
  );

  it("is recorded, read and compared", () => {
    const payload = payloadOf(1000);
    const anchors = computeStorageAnchors(payload, NAMESPACE);
    const read = inspectStorageAnchors(bytes(writeStorageAnchors(anchors)));
    expect(read).toEqual({ value: anchors, issues: [] });
    expect(verifyStorageAnchors(payload, anchors).outcome).toBe("true");
    const other = verifyStorageAnchors(payload.with(7, 0), anchors);
    expect(other.checks.filter(({ ok }) => !ok)).toHaveLength(4);
    expect(verifyStorageAnchors(new Uint8Array(), anchors).checks.filter(({ ok }) => !ok)).toHaveLength(4);
    expect(inspectStorageAnchors(bytes("{}")).issues.length).toBeGreaterThan(0);
  });
});

describe("a gateway", () => {
  const payload = payloadOf(300_000);
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === "/good") response.end(payload);
      else if (request.url === "/other") response.end(payload.with(9, 0));
      else if (request.url === "/long") response.end(Buffer.concat([payload, Buffer.of(0)]));
      else if (request.url === "/short") response.end(payload.subarray(1));
      else response.writeHead(404).end();
    });
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((done) => server.close(done)));

  it("is believed only if the hash matches", async () => {
    const anchors = computeStorageAnchors(payload);
    expect(Buffer.from(await fetchStored(`${url}/good`, anchors)).equals(Buffer.from(payload))).toBe(true);
    for (const path of ["other", "long", "short"])
      expect(await codeOf(() => fetchStored(`${url}/${path}`, anchors))).toBe("custody/other-content");
    expect(await codeOf(() => fetchStored(`${url}/none`, anchors))).toBe("custody/gateway");
    expect(await codeOf(() => fetchStored("http://127.0.0.1:1/", anchors))).toBe("custody/gateway");
  });
});
