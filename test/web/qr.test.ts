import decodeQR from "qr/decode.js";
import { expect, test } from "vitest";
import { toQrPath } from "../../web/parts/qr.ts";
import { linkTo } from "../../web/parts/route.ts";
import { idOf } from "../support/registrySnapshot.ts";

/** Pixels of a module's side. */
const SCALE = 4;

/** What a camera would see of a path of unit squares. */
function toImage({ path, size }: { path: string; size: number }) {
  const side = size * SCALE;
  const data = new Uint8Array(side * side * 4).fill(255);
  for (const [, x, y] of path.matchAll(/M(\d+) (\d+)h1v1h-1z/g))
    for (let i = 0; i < SCALE * SCALE; i++) {
      const column = Number(x) * SCALE + (i % SCALE);
      const row = Number(y) * SCALE + Math.floor(i / SCALE);
      data.fill(0, 4 * (row * side + column), 4 * (row * side + column) + 3);
    }
  return { width: side, height: side, data };
}

test("a QR code of a certificate's link is read as that link", () => {
  const link = `https://registry.example.org/ipfs/page/${linkTo.certificate(idOf(2n ** 200n), idOf(7))}`;
  expect(decodeQR(toImage(toQrPath(link)))).toBe(link);
});
