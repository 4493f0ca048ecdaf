import { expect, test } from "vitest";
import { may, owner_of, type CommandName } from "./roles";

const DIRECTING: CommandName[] = ["preview", "take", "release", "show", "panic"];
const SHOWING: CommandName[] = ["show_evidence", "hide_evidence", "play_evidence", "pause_evidence", "seek_evidence"];
const KEEPING: CommandName[] = ["order_evidence", "remove_evidence"];
const LEADING: CommandName[] = ["select_item", "open_ballot", "reveal_ballot", "finish", "give_floor"];
const all = [...DIRECTING, ...SHOWING, ...KEEPING, ...LEADING, "confirm_count"] as CommandName[];

test("everybody may what is theirs, and the evidence on air is both the moderator's and the director's", () => {
  const of = (role: Parameters<typeof may>[0]) => all.filter((command) => may(role, command));
  expect(of("admin")).toEqual(all);
  expect(of("director")).toEqual([...DIRECTING, ...SHOWING, ...KEEPING]);
  expect(of("moderator")).toEqual([...SHOWING, ...LEADING]);
  expect(of("scrutineer")).toEqual(["confirm_count"]);
  expect(of(null)).toEqual([]);
});

test("who is named to those who may not", () => {
  expect(["take", "open_ballot", "confirm_count"].map((command) => owner_of(command as CommandName))).toEqual(["director", "moderator", "scrutineer"]);
});
