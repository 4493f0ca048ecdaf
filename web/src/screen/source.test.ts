import { describe, expect, it } from "vitest";
import type { BallotView, InquiryView } from "@shared/messages.generated";
import { options_of } from "./options";
import { note_reveals } from "./source";

function view(...ballots: Partial<BallotView>[]): InquiryView {
  return { ballots } as unknown as InquiryView;
}

function noted(before: InquiryView | null, after: InquiryView, now: number): [string, number][] {
  const fresh = new Map<string, number>();
  note_reveals(fresh, before, after, now);
  return [...fresh];
}

describe("a reveal is news", () => {
  const told = view({ id: "b1", state: "revealed", revealed_at: 500 });

  it("to a page that saw the ballot before, from its instant on", () => {
    expect(noted(view({ id: "b1", state: "closed" }), told, 100)).toEqual([["b1", 500]]);
    expect(noted(view({ id: "b1", state: "closed" }), told, 900)).toEqual([["b1", 500]]);
  });

  it("to a page that was opened before its instant, and to no page after it", () => {
    expect(noted(null, told, 499)).toEqual([["b1", 500]]);
    expect(noted(null, told, 500)).toEqual([]);
    expect(noted(told, told, 900)).toEqual([]);
  });

  it("from now on where the record knows no instant", () => {
    expect(noted(view({ id: "b1", state: "closed" }), view({ id: "b1", state: "revealed" }), 700)).toEqual([["b1", 700]]);
  });
});

describe("the address of a screen", () => {
  it("may say how long a picture is held, within reason", () => {
    const hold = (search: string) => options_of(search).hold_ms;
    expect([hold(""), hold("?hold=30"), hold("?hold=1"), hold("?hold=999"), hold("?hold=soon")]).toEqual([20_000, 30_000, 5_000, 120_000, 20_000]);
  });

  it("may ask for a theme, by its old name too, and for none that there isn't", () => {
    expect(["?theme=blue", "?theme=navy", "?theme=red", "?theme=toString", ""].map((search) => options_of(search).theme)).toEqual(["blue", "blue", "red", null, null]);
  });
});
