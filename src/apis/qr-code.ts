/** A QR code as SVG, black on white with its quiet zone: also readable on a dark page. */
export async function qrCode(text: string): Promise<string> {
  // Sixty files that no start needs.
  const { default: QRCode } = await import('qrcode');
  return QRCode.toString(text, { type: 'svg', errorCorrectionLevel: 'L', margin: 4 });
}

/** The same as an address that an image can have. */
export async function qrCodeAddress(text: string): Promise<string> {
  return `data:image/svg+xml;utf-8,${encodeURIComponent(await qrCode(text))}`;
}
