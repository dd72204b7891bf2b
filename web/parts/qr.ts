import encodeQR from "qr";

/** Light modules around a code, as ISO/IEC 18004 wants them. */
const QUIET = 4;

/** A QR code as the path of its dark modules, each one unit wide, and how many units a side has. */
export function toQrPath(text: string): { path: string; size: number } {
  const modules = encodeQR(text, "raw", { ecc: "medium", border: QUIET });
  const path = modules.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : [])));
  return { path: path.join(""), size: modules.length };
}
