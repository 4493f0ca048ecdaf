import { describe, expect, it } from "vitest";
import type { BallotView, DeputyView } from "@shared/messages.generated";
import { state_of } from "./deputy_state";

const deputy = (checked_in = true): DeputyView => ({ id: "d1", name: "d1", group: "g", electorates: ["deputies"], checked_in });
const ballot = { electorate: "deputies" } as BallotView;
const none = new Set<string>();
const him = new Set(["d1"]);

describe("on the map a deputy", () => {
  it("is absent until he has checked in, whatever his phone does", () => {
    expect(state_of(deputy(false), null, null, him)).toBe("absent");
    expect(state_of(deputy(false), ballot, none, him)).toBe("absent");
  });

  it("is present or away by his phone", () => {
    expect(state_of(deputy(), null, null, him)).toBe("present");
    expect(state_of(deputy(), null, null, none)).toBe("away");
    expect(state_of(deputy(), ballot, him, him)).toBe("present");
  });

  it("has voted once he is no longer missing, also when his phone is gone since", () => {
    expect(state_of(deputy(), ballot, none, him)).toBe("voted");
    expect(state_of(deputy(), ballot, none, none)).toBe("voted");
  });

  it("never has voted in a ballot that is not his", () => {
    expect(state_of({ ...deputy(), electorates: ["public"] }, ballot, none, him)).toBe("present");
  });
});
