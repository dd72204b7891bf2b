import { useEffect, useState } from "preact/hooks";

/** A QR code of a text, always dark on light; the code that makes it is loaded only where one is shown. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const [code, setCode] = useState<{ path: string; size: number } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void import("./qr.ts").then(({ toQrPath }) => isCurrent && setCode(toQrPath(text)));
    return () => {
      isCurrent = false;
    };
  }, [text]);
  if (code === null) return null;
  return (
    <svg class="qr" viewBox={`0 0 ${code.size} ${code.size}`} role="img" aria-label={label}>
      <rect width={code.size} height={code.size} />
      <path d={code.path} />
    </svg>
  );
}
