import QRCode from 'qrcode';

/** A QR code as SVG, black on white with its quiet zone: also readable on a dark page. */
export function qrCode(text: string): Promise<string> {
  return QRCode.toString(text, { type: 'svg', errorCorrectionLevel: 'L', margin: 4 });
}

/** The same as an address that an image can have. */
export async function qrCodeAddress(text: string): Promise<string> {
  return `data:image/svg+xml;utf-8,${encodeURIComponent(await qrCode(text))}`;
}
