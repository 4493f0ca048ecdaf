import { describe, expect, it } from "vitest";
import type { BallotView, InquiryView, ResultView, SpeakerView } from "@shared/messages.generated";
import { fell_short, fresh_ballot_id, next_step, panel_ballot, skipped_before } from "./next_action";

function ballot(id: string, item: string, more: Partial<BallotView> = {}): BallotView {
  return {
    id,
    title: id,
    item,
    round: 1,
    state: "draft",
    opens_at: null,
    closes_at: null,
    duration_ms: 60_000,
    electorate: "deputies",
    secrecy: "named",
    press: "last",
    display: "delayed",
    scrutineers: 0,
    confirmations: 0,
    show_not_voted: true,
    rule: "",
    scale: { id: "satisfaction3", kind: "choices", choices: [] },
    ...more,
  };
}

function inquiry(more: Partial<InquiryView> = {}): InquiryView {
  const item = (id: string) => ({ id, department: id, respondent: "", title: id, question: "", skipped: false });
  return {
    id: "q",
    title: "q",
    language: "zh-CN",
    state: "running",
    item: "i1",
    present: 10,
    entitled: 12,
    items: [item("i1"), item("i2")],
    ballots: [ballot("b1", "i1"), ballot("b2", "i2")],
    timer: null,
    commitments: [],
    rehearsal: false,
    speaker: null,
    ...more,
  };
}

const steps = (state: InquiryView) => {
  const { key, args } = next_step(state);
  return [key, args];
};

describe("the next step", () => {
  it("opens the check-in, then starts, then puts the first item up", () => {
    expect(next_step(inquiry({ state: "draft", item: null })).key).toBe("open_checkin");
    expect(next_step(inquiry({ state: "checkin", item: null })).key).toBe("start");
    expect(steps(inquiry({ item: null }))).toEqual(["select_item", { item: "i1" }]);
  });

  it("opens, closes and reveals the ballot of the item that is up", () => {
    expect(steps(inquiry())).toEqual(["open_ballot", { ballot: "b1" }]);
    const with_state = (more: Partial<BallotView>) => inquiry({ ballots: [ballot("b1", "i1", more), ballot("b2", "i2")] });
    expect(steps(with_state({ state: "open" }))).toEqual(["close_ballot", { ballot: "b1" }]);
    expect(steps(with_state({ state: "closed" }))).toEqual(["reveal_ballot", { ballot: "b1" }]);
    expect(steps(with_state({ state: "closed", scrutineers: 2, confirmations: 1 }))).toEqual(["confirm_count", { ballot: "b1" }]);
    expect(steps(with_state({ state: "confirmed", scrutineers: 2, confirmations: 2 }))).toEqual(["reveal_ballot", { ballot: "b1" }]);
    expect(steps(with_state({ state: "revealed" }))).toEqual(["select_item", { item: "i2" }]);
  });

  it("closes an open ballot first, whatever item is up", () => {
    const state = inquiry({ item: "i2", ballots: [ballot("b1", "i1", { state: "open" }), ballot("b2", "i2")] });
    expect(steps(state)).toEqual(["close_ballot", { ballot: "b1" }]);
  });

  it("prepares a re-vote of a void ballot under a fresh id, and then opens it", () => {
    const gone = ballot("b1", "i1", { state: "void", opens_at: 1 });
    expect(steps(inquiry({ ballots: [gone] }))).toEqual(["draft_ballot", { ballot: "b1-2", follows: "b1" }]);
    const again = ballot("b1-2", "i1", { follows: "b1", round: 2 });
    const state = inquiry({ ballots: [gone, again] });
    expect(steps(state)).toEqual(["open_ballot", { ballot: "b1-2" }]);
    expect(panel_ballot(state)?.id).toBe("b1-2");
    expect(fresh_ballot_id(state, "b1-2")).toBe("b1-3");
  });

  it("goes back to a count that was not announced before it offers the end", () => {
    const state = inquiry({ item: "i2", ballots: [ballot("b1", "i1", { state: "closed" }), ballot("b2", "i2", { state: "revealed" })] });
    expect(steps(state)).toEqual(["select_item", { item: "i1" }]);
    const done = inquiry({ item: "i2", ballots: [ballot("b1", "i1", { state: "revealed" }), ballot("b2", "i2", { state: "revealed" })] });
    expect(next_step(done)).toMatchObject({ key: "finish", irreversible: true });
    expect(next_step({ ...done, state: "finished" }).command).toBeNull();
  });

  it("waits for the paper count before anything is confirmed or revealed", () => {
    const paper = (state: "waiting" | "differs" | "agreed") => ({ state, entries: 1, by: ["first"] });
    const closed = (state: "waiting" | "differs" | "agreed") => inquiry({ ballots: [ballot("b1", "i1", { state: "closed", scrutineers: 1, paper: paper(state) })] });
    expect(steps(closed("waiting"))).toEqual(["enter_paper_count", { ballot: "b1" }]);
    expect(steps(closed("differs"))).toEqual(["enter_paper_count", { ballot: "b1" }]);
    expect(steps(closed("agreed"))).toEqual(["confirm_count", { ballot: "b1" }]);
  });

  it("has a correction confirmed before it goes on, whatever item is up", () => {
    const aired = ballot("b1", "i1", { state: "revealed", scrutineers: 1, erratum_waiting: { reason: "x", confirmations: 0 } });
    const state = inquiry({ item: "i2", ballots: [aired, ballot("b2", "i2")] });
    expect(next_step(state)).toMatchObject({ key: "confirm_erratum", command: "confirm_count", args: { ballot: "b1" }, irreversible: false });
    expect(panel_ballot(state)?.id).toBe("b1");
  });

  it("passes over items that are skipped", () => {
    const state = inquiry({ ballots: [ballot("b1", "i1", { state: "revealed" }), ballot("b2", "i2")] });
    state.items[1]!.skipped = true;
    expect(next_step(state).key).toBe("finish");
    state.items.push({ ...state.items[1]!, id: "i3", skipped: false });
    expect(steps(state)).toEqual(["select_item", { item: "i3" }]);
  });

  it("leaves a skipped item, but not a count that it still owes", () => {
    const with_state = (more: Partial<BallotView>) => {
      const state = inquiry({ ballots: [ballot("b1", "i1", more), ballot("b2", "i2")] });
      state.items[0]!.skipped = true;
      return state;
    };
    expect(steps(with_state({}))).toEqual(["select_item", { item: "i2" }]);
    expect(steps(with_state({ state: "void" }))).toEqual(["select_item", { item: "i2" }]);
    expect(steps(with_state({ state: "closed" }))).toEqual(["reveal_ballot", { ballot: "b1" }]);
  });

  it("names the items that it passes over", () => {
    const state = inquiry();
    state.items[1]!.skipped = true;
    state.items.push({ ...state.items[1]!, id: "i3", skipped: false });
    expect(skipped_before(state, "i3").map((item) => item.id)).toEqual(["i2"]);
    expect(skipped_before({ ...state, item: "i3" }, "i1")).toEqual([]);
  });

  it("ends a speech before it changes the picture, and never holds up a count for one", () => {
    const speaker: SpeakerView = { deputy: "d1", name: "d1", group: "g", kind: "speak", item: "i1", since: 1 };
    expect(next_step(inquiry({ speaker }))).toMatchObject({ key: "end_speech", command: "end_speech", args: {}, irreversible: false });
    expect(next_step(inquiry({ speaker, ballots: [] })).key).toBe("end_speech");
    expect(next_step(inquiry({ speaker, items: [], ballots: [], item: null })).key).toBe("end_speech");
    expect(next_step(inquiry({ speaker, ballots: [ballot("b1", "i1", { state: "closed" })] })).key).toBe("reveal_ballot");
    expect(next_step(inquiry({ speaker, ballots: [ballot("b1", "i1", { state: "open" })] })).key).toBe("close_ballot");
  });

  it("opens the draft that the operator has chosen, on the item that is up only", () => {
    const state = inquiry({ ballots: [ballot("b1", "i1"), ballot("b1-2", "i1"), ballot("b2", "i2")] });
    expect(next_step(state, "b1-2").args).toEqual({ ballot: "b1-2" });
    expect(next_step(state, "b2").args).toEqual({ ballot: "b1" });
    expect(panel_ballot(state, "b2")?.id).toBe("b2");
    state.ballots[0]!.state = "open";
    expect(panel_ballot(state, "b2")?.id).toBe("b1");
  });

  it("knows a result that fell short, until it is voted on again or corrected", () => {
    const told = (margin: number) => ({ verdict: { name: "x", rule: "", margin, margin_unit: "votes" } }) as unknown as ResultView;
    const failed = ballot("b1", "i1", { state: "revealed", result: told(-1) });
    expect(fell_short(inquiry({ ballots: [failed] }), "i1")?.id).toBe("b1");
    expect(fell_short(inquiry({ ballots: [{ ...failed, result: told(0) }] }), "i1")).toBeNull();
    expect(fell_short(inquiry({ ballots: [{ ...failed, errata: [{ reason: "x", at: 1, result: told(1) }] }] }), "i1")).toBeNull();
    const again = ballot("b1-2", "i1", { follows: "b1", round: 2 });
    expect(fell_short(inquiry({ ballots: [failed, again] }), "i1")).toBeNull();
    expect(steps(inquiry({ ballots: [failed, again] }))).toEqual(["open_ballot", { ballot: "b1-2" }]);
    expect(steps(inquiry({ ballots: [failed, ballot("b2", "i2")] }))).toEqual(["select_item", { item: "i2" }]);
  });

  it("asks twice only for what can't be taken back", () => {
    const closed = inquiry({ ballots: [ballot("b1", "i1", { state: "closed" })] });
    expect(next_step(closed).irreversible).toBe(true);
    expect(next_step(inquiry()).irreversible).toBe(false);
  });
});
