// A text file as people's programs save it: UTF-8 with or without a mark, UTF-16 as Excel's "Unicode text", or GBK as Excel's CSV in China.
export type Encoding = "UTF-8" | "UTF-16" | "GBK";

export interface Decoded {
  text: string;
  encoding: Encoding;
  /** False where some bytes are no text in the encoding that fits best. */
  clean: boolean;
}

export function decode(bytes: Uint8Array): Decoded {
  const begins = (...mark: number[]) => mark.every((byte, index) => bytes[index] === byte);
  if (begins(0xff, 0xfe)) return read("utf-16le", "UTF-16", bytes);
  if (begins(0xfe, 0xff)) return read("utf-16be", "UTF-16", bytes);
  if (begins(0xef, 0xbb, 0xbf)) return read("utf-8", "UTF-8", bytes);
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "UTF-8", clean: true };
  } catch {
    return read("gbk", "GBK", bytes);
  }
}

function read(label: string, encoding: Encoding, bytes: Uint8Array): Decoded {
  const text = new TextDecoder(label).decode(bytes);
  return { text, encoding, clean: !text.includes("\ufffd") };
}
