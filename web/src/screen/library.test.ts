import { expect, it } from "vitest";
import type { EvidenceView, InquiryView } from "@shared/messages.generated";
import { likely_first, to_fetch } from "./library";

const evidence = (id: string, item: string, type: EvidenceView["type"] = "image/png"): EvidenceView => ({ id, item, type, name: id, url: `/evidence/${id}`, bytes: 1 });

function inquiry(list: EvidenceView[], more: Partial<InquiryView> = {}): InquiryView {
  return { item: "i2", items: [{ id: "i1", skipped: true }, { id: "i2", skipped: false }, { id: "i3", skipped: false }], evidence: list, ...more } as unknown as InquiryView;
}

const ids = (list: EvidenceView[]): string => list.map(({ id }) => id).join(" ");

it("fetches what is shown first, then the item that is up, and what was passed over last", () => {
  const list = [evidence("a", "i1"), evidence("b", "i2"), evidence("c", "i3"), evidence("d", "i2"), evidence("e", "i3")];
  expect(ids(likely_first(inquiry(list)))).toBe("b d c e a");
  const showing = { evidence: "e", beside: false, playing: false, position_ms: 0, at: 0 };
  expect(ids(likely_first(inquiry(list, { showing })))).toBe("e b d c a");
});

it("keeps as many pictures as there is room for", () => {
  const large = Array.from({ length: 30 }, (_, n) => ({ ...evidence(`p${n}`, "i2"), bytes: 20 * 1024 * 1024 }));
  expect(to_fetch(inquiry(large))).toHaveLength(20);
  expect(to_fetch(inquiry(large.slice(0, 12)))).toHaveLength(12);
});

it("keeps no more players than a machine can bear, and those of the item that is up", () => {
  const videos = Array.from({ length: 30 }, (_, n) => evidence(`v${n}`, n < 20 ? "i3" : "i2", "video/mp4"));
  const list = to_fetch(inquiry([...videos, evidence("picture", "i1")]));
  expect(ids(list)).toBe("v20 v21 v22 v23 v24 v25 v26 v27 picture");
});
