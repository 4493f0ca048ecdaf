// Which screen this page is: `#inquiry/key`, remembered, so that a kiosk browser comes back to the same picture.
export interface ScreenAddress {
  inquiry: string;
  key: string;
}

const STORED_AS = "wenzheng.screen";

export function parse_address(fragment: string): ScreenAddress | null {
  const found = /^#([a-z0-9_-]{1,40})\/([^/\s]{8,200})$/.exec(fragment);
  return found ? { inquiry: found[1], key: found[2] } : null;
}

export function screen_address(): ScreenAddress | null {
  const asked = parse_address(window.location.hash);
  try {
    if (asked) window.localStorage.setItem(STORED_AS, JSON.stringify(asked));
    return asked ?? (JSON.parse(window.localStorage.getItem(STORED_AS) ?? "null") as ScreenAddress | null);
  } catch {
    return asked;
  }
}
