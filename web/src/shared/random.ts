// `crypto.randomUUID` needs a secure context; in a hall's own LAN pages come over plain HTTP.
export function random_hex(bytes: number): string {
  const drawn = crypto.getRandomValues(new Uint8Array(bytes));
  return Array.from(drawn, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** 128 random bits: the name of a vote or of a command. */
export const random_nonce = (): string => random_hex(16);
