/** About how wide a text is, in letters of full width: Chinese is 1, Latin half of it. */
export function text_width(text: string): number {
  let width = 0;
  for (const letter of text) width += letter.charCodeAt(0) > 0x2e7f ? 1 : 0.5;
  return width;
}
