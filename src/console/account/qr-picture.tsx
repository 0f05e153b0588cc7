/** A text as a QR code, drawn in the page: it is never asked of anybody else. */
import encodeQR from 'qr';

/** Light around it, without which readers do not see its corners (ISO/IEC 18004 §9.1). */
const QUIET = 4;

export function QrPicture({ text, label }: { text: string; label: string }) {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET });
  const path = rows
    .flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : [])))
    .join('');
  return (
    // Dark on light in both colour schemes: many readers know no other.
    <svg
      className="qr"
      role="img"
      aria-label={label}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shapeRendering="crispEdges"
    >
      <rect width="100%" height="100%" fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}
