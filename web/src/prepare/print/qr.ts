// Whole pixels a module, many of them: printers blur what is scaled. The library is fetched only when cards are made.
export async function qr_image(text: string): Promise<string> {
  const { toDataURL } = await import("qrcode");
  return toDataURL(text, { margin: 2, scale: 10, errorCorrectionLevel: "M" });
}
