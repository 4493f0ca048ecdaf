// How tiles of two pictures lie in an area so that the pictures are as large as can be. Pure.
export interface TilePlan {
  columns: number;
  /** The pictures of a tile one above the other, or side by side. */
  stacked: boolean;
  /** Width of one picture; its height is 9/16 of it. */
  picture: number;
}

export interface TileParts {
  gap: number;
  /** Left and right of the pictures together. */
  padding: number;
  /** Head and buttons of a tile. */
  around: number;
  /** The line of words at each picture. */
  label: number;
}

export const LEAST_PICTURE = 128;
export const LARGEST_PICTURE = 640;

export function tile_plan(tiles: number, width: number, height: number, parts: TileParts): TilePlan {
  let best: TilePlan = { columns: Math.max(1, tiles), stacked: false, picture: 0 };
  for (let columns = 1; columns <= Math.max(1, tiles); columns += 1) {
    const rows = Math.ceil(Math.max(1, tiles) / columns);
    const tile_width = (width - parts.gap * (columns - 1)) / columns - parts.padding;
    const tile_height = (height - parts.gap * (rows - 1)) / rows - parts.around;
    for (const stacked of [true, false]) {
      const across = stacked ? tile_width : (tile_width - parts.gap) / 2;
      const down = stacked ? (tile_height - parts.gap) / 2 - parts.label : tile_height - parts.label;
      const picture = Math.floor(Math.min(across, (down * 16) / 9, LARGEST_PICTURE));
      if (picture > best.picture) best = { columns, stacked, picture };
    }
  }
  if (best.picture >= LEAST_PICTURE) return best;
  // Too many for the area: as small as can be read, and the area scrolls.
  const columns = Math.max(1, Math.floor((width + parts.gap) / (2 * LEAST_PICTURE + parts.gap + parts.padding + parts.gap)));
  return { columns, stacked: false, picture: LEAST_PICTURE };
}
