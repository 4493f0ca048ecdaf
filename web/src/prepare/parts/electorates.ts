// Names of the well-known electorates; others are shown as they are written in the roll.
import { t_maybe } from "@shared/i18n";

export const WELL_KNOWN = ["deputies", "standing", "public", "observers"] as const;

export function electorate_label(id: string): string {
  const name = t_maybe(`prepare.electorate.${id}`);
  return name === null ? id : `${name} (${id})`;
}
