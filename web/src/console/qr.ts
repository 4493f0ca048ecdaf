// The library is fetched only when a code is shown.
export async function qr_image(text: string): Promise<string> {
  const { toDataURL } = await import("qrcode");
  return toDataURL(text, { margin: 2, width: 264, errorCorrectionLevel: "M" });
}
