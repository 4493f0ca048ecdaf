import { describe, expect, test } from "vitest";
import { evidence_beside, evidence_of, film_time, is_video, position_at } from "./evidence";
import type { EvidenceView, InquiryView } from "./messages.generated";

const one = (id: string, item: string): EvidenceView => ({ id, item, name: id, type: "image/png", url: `/evidence/${id}.png`, bytes: 1 });
const inquiry = { evidence: [one("e1", "i1"), one("e9", "i2"), one("e2", "i1")] } as InquiryView;

describe("the evidence of an item", () => {
  test("comes in the order of showing, without that of others", () => {
    expect(evidence_of(inquiry, "i1").map((each) => each.id)).toEqual(["e1", "e2"]);
    expect(evidence_of(inquiry, null)).toEqual([]);
    expect(evidence_of({} as InquiryView, "i1")).toEqual([]);
  });

  test("has neighbours within the item only", () => {
    expect(evidence_beside(inquiry, "e1", 1)?.id).toBe("e2");
    expect(evidence_beside(inquiry, "e2", -1)?.id).toBe("e1");
    expect(evidence_beside(inquiry, "e2", 1)).toBeNull();
    expect(evidence_beside(inquiry, "e1", -1)).toBeNull();
    expect(evidence_beside(inquiry, "gone", 1)).toBeNull();
  });
});

test("a film moves on while it plays, stands still while it doesn't, and ends at its end", () => {
  const showing = { evidence: "e1", beside: false, playing: true, position_ms: 4_000, at: 10_000 };
  expect(position_at(showing, 13_500)).toBe(7_500);
  expect(position_at({ ...showing, playing: false }, 13_500)).toBe(4_000);
  expect(position_at(showing, 9_000)).toBe(4_000);
  expect(position_at(showing, 90_000, 20_000)).toBe(20_000);
});

test("types and times", () => {
  expect([is_video("video/webm"), is_video("image/webp")]).toEqual([true, false]);
  expect([0, 999, 65_400, 3_605_000].map(film_time)).toEqual(["0:00", "0:00", "1:05", "1:00:05"]);
});
