// @vitest-environment node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { place_in_draft, question_about } from "./check";
import type { Definition, Presets, Rule, ScalePreset } from "@shared/messages.generated";
import { definition_of, definition_text, draft_of } from "./definition";
import { blank_ballot, blank_draft, blank_item, blank_verdict, moved, next_id, type Draft, type DraftBallot } from "./draft";
import { duplicate_of } from "./duplicate";
import { all_kept, forget, keep, kept_under, mark_of } from "./kept";
import { section_of } from "./places";
import { place_in, problems_of } from "./problems";
import { add_verdict, own_scale, preset_of, take_preset } from "./rules";

const root = join(import.meta.dirname, "../../../..");
const example = (path: string) => JSON.parse(readFileSync(join(root, path), "utf8")) as Definition;
const sample = () => example("scripts/sample/inquiry.json");

const SCALES: ScalePreset[] = [
  {
    id: "satisfaction3",
    kind: "choices",
    choices: [
      { id: "satisfied", label: "满意", colour: "green", tone: "good" },
      { id: "basically_satisfied", label: "基本满意", colour: "blue", tone: "neutral" },
      { id: "dissatisfied", label: "不满意", colour: "red", tone: "bad" },
    ],
  },
  {
    id: "satisfaction4_abstain",
    kind: "choices",
    choices: [
      { id: "satisfied", label: "满意", colour: "green", tone: "good" },
      { id: "basically_satisfied", label: "基本满意", colour: "blue", tone: "neutral" },
      { id: "dissatisfied", label: "不满意", colour: "red", tone: "bad" },
      { id: "abstain", label: "弃权", colour: "yellow", valid: false },
    ],
  },
  { id: "score100", kind: "score", choices: [] },
];
const SHIQUAN: Rule = {
  denominator: "entitled",
  verdicts: [{ name: "通过", choices: ["satisfied"], of: "entitled", more_than: [1, 2] }, { name: "未通过" }],
  second_failure: "再次未通过，提请主任会议研究",
};
const BANDS: Rule = { verdicts: [{ name: "优秀", score_at_least: 90 }, { name: "不满意" }], drop: { highest: 1, lowest: 1, raters_above: 5 } };
const PRESETS: Presets = {
  scales: SCALES,
  rules: [
    { id: "shiquan", scale: "satisfaction3", name: { "zh-CN": "", en: "" }, note: { "zh-CN": "", en: "" }, rule: SHIQUAN },
    { id: "score_bands", scale: "score100", name: { "zh-CN": "", en: "" }, note: { "zh-CN": "", en: "" }, rule: BANDS },
  ],
};

function sound_draft(): Draft {
  const draft = draft_of(sample());
  expect(problems_of(draft, SCALES)).toEqual([]);
  return draft;
}

function with_ballot(change: (ballot: DraftBallot, draft: Draft) => void): { place: string; code: string }[] {
  const draft = sound_draft();
  draft.ballots.length = 1;
  change(draft.ballots[0], draft);
  return problems_of(draft, SCALES);
}

describe("a definition goes through the editor unchanged", () => {
  test("the sample evening, but for the choices of an otherwise, which mean nothing", () => {
    const before = sample();
    for (const ballot of before.ballots ?? []) for (const verdict of ballot.rule.verdicts ?? []) {
      if (!verdict.at_least && !verdict.more_than) delete verdict.choices;
      ballot.scrutineers ??= 0;
      ballot.show_not_voted ??= true;
    }
    expect(definition_of(draft_of(before), SCALES)).toEqual(before);
  });

  test("every field there is", () => {
    const before = sample();
    before.rehearsal_of = "shiquan-2025";
    before.items[0].statement = "已完成十七个小区的兜底管理。";
    before.appearance = { theme: "blue", emblem: `${"a".repeat(64)}.png`, background: "#0b5a3c", accent: "#ffe08a" };
    before.public_delay_ms = 10_000;
    before.public_url = "https://live.example/q";
    before.ballots = [
      {
        id: "b1",
        item: "i1",
        title: "对答复的满意度测评",
        electorate: "deputies",
        advisory: ["public"],
        secrecy: "named",
        scale: {
          choices: [
            { id: "yes", label: "是", label_en: "Yes", colour: "green", tone: "good", valid: true },
            { id: "no", label: "否", label_en: "No", colour: "red", tone: "bad", valid: true },
            { id: "open", label: "未定", colour: "grey", tone: "none", valid: false },
          ],
        },
        questions: [{ id: "q1", title: "第一问" }, { id: "q2", title: "第二问" }],
        press: "first",
        display: "delayed",
        duration_ms: 45_000,
        grace_ms: 500,
        scrutineers: 2,
        show_not_voted: false,
        follows: "b0",
        rule: {
          denominator: "present",
          quorum: { of: "entitled", at_least: [2, 3] },
          verdicts: [
            { name: "甲", choices: ["yes"], of: "cast", at_most: [1, 3] },
            { name: "乙", choices: ["yes"], less_than: [2, 3] },
            { name: "丙", choices: ["yes"], beats: ["no", "open"] },
            { name: "丁" },
          ],
          weights: { yes: 100, no: 0 },
          group_weights: { deputies: 70, public: 30 },
          score_label: "评议分",
          second_failure: "再议",
          tie: "named",
          tie_name: "持平",
        },
      },
    ];
    expect(definition_of(draft_of(before), SCALES)).toEqual(before);
  });

  test("and is the same text when the server has written it out in its own order and with its defaults", () => {
    const ours = draft_of(sample());
    const written = sample();
    written.ballots = (written.ballots ?? []).map(({ rule, ...ballot }) => {
      const weights = rule.weights && Object.fromEntries(Object.entries(rule.weights).sort());
      return { rule: { tie: "misses" as const, ...rule, ...(weights && { weights }) }, grace_s: 0, scrutineers: 0, show_not_voted: true, ...ballot };
    });
    written.items = written.items.map((item) => ({ ...item, respondent: item.respondent ?? "", question: item.question ?? "" }));
    expect(definition_text(draft_of(written), SCALES)).toBe(definition_text(ours, SCALES));
    ours.items[0].title = "另一题";
    expect(definition_text(draft_of(written), SCALES)).not.toBe(definition_text(ours, SCALES));
  });

  test("answers that the scale no longer has stay in the draft and aren't sent", () => {
    const draft = sound_draft();
    const ballot = draft.ballots[0];
    ballot.scale = "satisfaction4_abstain";
    ballot.rule.weights = { satisfied: 100, abstain: 10 };
    ballot.rule.verdicts[0].choices = ["satisfied", "abstain"];
    ballot.scale = "satisfaction3";
    const sent = definition_of(draft, SCALES).ballots?.[0];
    expect(sent?.rule.weights).toEqual({ satisfied: 100 });
    expect(sent?.rule.verdicts?.[0].choices).toEqual(["satisfied"]);
    expect(ballot.rule.weights).toEqual({ satisfied: 100, abstain: 10 });
  });
});

describe("what is wrong is said at its field", () => {
  test("a blank inquiry lacks its id and title", () => {
    expect(problems_of(blank_draft(), SCALES)).toEqual([{ place: "id", code: "required" }, { place: "title", code: "required" }]);
  });

  test("a new ballot lacks its title and an item", () => {
    const draft = { ...blank_draft(), id: "a", title: "a", ballots: [blank_ballot([], "")] };
    expect(problems_of(draft, SCALES)).toEqual([{ place: "ballots[0].title", code: "required" }, { place: "ballots[0].item", code: "required" }]);
  });

  test.each<[string, string, (ballot: DraftBallot, draft: Draft) => void]>([
    ["id", "bad_id", (_, draft) => (draft.id = "问政")],
    ["title", "too_long", (_, draft) => (draft.title = "长".repeat(201))],
    ["items[1].id", "double_id", (_, draft) => (draft.items[1].id = "i1")],
    ["items[0].department", "required", (_, draft) => (draft.items[0].department = " ")],
    ["deputies[0].electorates", "bad_electorate", (_, draft) => (draft.deputies[0].electorates = ["评审团"])],
    ["deputies[1].id", "double_id", (_, draft) => (draft.deputies[1].id = "d001")],
    ["ballots[0].item", "unknown_item", (ballot) => (ballot.item = "i9")],
    ["ballots[0].electorate", "required", (ballot) => (ballot.electorate = "")],
    ["ballots[0].advisory", "double_electorate", (ballot) => (ballot.advisory = ["deputies"])],
    ["ballots[0].duration_ms", "bad_number", (ballot) => (ballot.duration_s = 0)],
    ["ballots[0].display", "immediate_not_possible", (ballot) => Object.assign(ballot, { display: "immediate", advisory: ["public"] })],
    ["ballots[0].scale", "unknown_scale", (ballot) => (ballot.scale = "made_up")],
    ["ballots[0].questions", "too_few_questions", (ballot) => (ballot.questions = [{ id: "q1", title: "第一问" }])],
    ["ballots[0].rule.quorum.more_than", "bad_fraction", (ballot) => ballot.rule.quorum && (ballot.rule.quorum.share = { n: 3, d: 2 })],
    ["ballots[0].rule.verdicts[0].at_least", "bad_fraction", (ballot) => (ballot.rule.verdicts[0].share.d = null)],
    ["ballots[0].rule.verdicts[0].choices", "no_choices", (ballot) => (ballot.rule.verdicts[0].choices = ["abstain"])],
    ["ballots[0].rule.verdicts[0].condition", "otherwise_not_last", (ballot) => (ballot.rule.verdicts[0].condition = "otherwise")],
    ["ballots[0].rule.verdicts[0].score_at_least", "bad_number", (ballot) => (ballot.rule.verdicts[0].condition = "score")],
    ["ballots[0].rule.weights.satisfied", "bad_number", (ballot) => (ballot.rule.weights = { satisfied: 1.5 })],
    ["ballots[0].rule.weights", "weights_missing", (ballot) => (ballot.rule.weights = {})],
    ["ballots[0].rule.drop.highest", "bad_number", (ballot) => Object.assign(ballot, { scale: "score100", rule: { ...ballot.rule, verdicts: [], drop: { highest: null, lowest: 1, raters_above: 5 } } })],
    ["ballots[0].rule.tie_name", "required", (ballot) => (ballot.rule.tie = "named")],
  ])("%s: %s", (place, code, change) => {
    expect(with_ballot(change)).toEqual([{ place, code }]);
  });

  test("an own scale of one answer, without a name", () => {
    const found = with_ballot((ballot) => {
      ballot.scale = { choices: [{ id: "satisfied", label: "", label_en: "", colour: "green", tone: "good", valid: true }] };
      ballot.rule.verdicts.length = 1;
    });
    expect(found).toEqual([
      { place: "ballots[0].scale.choices", code: "too_few_choices" },
      { place: "ballots[0].scale.choices[0].label", code: "required" },
    ]);
  });

  test("what the screens and the public get is looked at too, in its own section", () => {
    const draft = sound_draft();
    draft.items[0].statement = "字".repeat(2001);
    draft.appearance.background = "#ffd400";
    draft.public_delay_s = 121;
    draft.public_url = "javascript:alert(1)";
    const found = problems_of(draft, SCALES);
    expect(found).toEqual([
      { place: "items[0].statement", code: "too_long" },
      { place: "appearance.background", code: "text_unreadable" },
      { place: "public_delay_ms", code: "bad_number" },
      { place: "public_url", code: "bad_url" },
    ]);
    expect(found.map(({ place }) => section_of(place))).toEqual(["agenda", "look", "look", "look"]);
    const asked = question_about(draft, found, SCALES).definition;
    expect([asked.appearance, asked.public_delay_ms, asked.public_url]).toEqual([undefined, undefined, undefined]);
  });

  test("the server's message names the place it begins with", () => {
    expect(place_in("ballots[0].rule.verdicts[1].more_than and at_least exclude each other")).toBe("ballots[0].rule.verdicts[1].more_than");
    expect(place_in("ballots[2].rule.weights.basically_satisfied must not be negative")).toBe("ballots[2].rule.weights.basically_satisfied");
    expect(place_in("An inquiry of that id exists")).toBe("");
  });
});

describe("the live check", () => {
  test("asks about what is whole, and finds the place in the draft again", () => {
    const draft = sound_draft();
    draft.items[0].department = "";
    draft.id = "";
    const asked = question_about(draft, problems_of(draft, SCALES), SCALES);
    expect(asked.definition).toMatchObject({ id: "draft", deputies: [], items: [{ id: "i2" }, { id: "i3" }], ballots: [{ id: "b2" }, { id: "b3" }] });
    expect(place_in_draft("ballots[1].rule.weights", asked)).toBe("ballots[2].rule.weights");
    expect(place_in_draft("items[0].title", asked)).toBe("items[1].title");
    expect(place_in_draft("title", asked)).toBe("title");
  });
});

describe("a rule", () => {
  test("taken from a published procedure is known as it, whatever the body's quorum", () => {
    const ballot = blank_ballot([], "i1");
    expect(preset_of(ballot, PRESETS)).toBeNull();
    take_preset(ballot, PRESETS.rules[0]);
    expect(ballot.rule.quorum).toEqual({ how: "more_than", share: { n: 1, d: 2 } });
    expect(preset_of(ballot, PRESETS)?.id).toBe("shiquan");
    ballot.rule.quorum = null;
    expect(preset_of(ballot, PRESETS)?.id).toBe("shiquan");
    ballot.rule.verdicts[0].share.n = 2;
    expect(preset_of(ballot, PRESETS)).toBeNull();
    expect(PRESETS.rules[0].rule.verdicts?.[0].more_than).toEqual([1, 2]);
  });

  test("for a score takes the scale with it and leaves no questions", () => {
    const ballot = { ...blank_ballot([], "i1"), questions: [{ id: "q1", title: "" }] };
    take_preset(ballot, PRESETS.rules[1]);
    expect(ballot).toMatchObject({ scale: "score100", questions: [], rule: { drop: { highest: 1, lowest: 1, raters_above: 5 } } });
    expect(preset_of(ballot, PRESETS)?.id).toBe("score_bands");
  });

  test("gets a new verdict before its otherwise", () => {
    const verdicts = [{ ...blank_verdict(), name: "甲" }, { ...blank_verdict(), name: "乙", condition: "otherwise" as const }];
    add_verdict(verdicts, false).name = "新";
    expect(verdicts.map((one) => one.name)).toEqual(["甲", "新", "乙"]);
    verdicts.pop();
    add_verdict(verdicts, true);
    expect(verdicts.map((one) => one.condition)).toEqual(["share", "share", "score"]);
  });

  test("on an own scale begins as a copy that the preset doesn't feel", () => {
    const own = own_scale("satisfaction3", SCALES);
    if (typeof own === "string") throw new Error("a name");
    own.choices[0].label = "很好";
    expect(SCALES[0].choices[0].label).toBe("满意");
    expect(own.choices.map((one) => one.tone)).toEqual(["good", "neutral", "bad"]);
  });
});

describe("last time's inquiry", () => {
  test("comes again with its roll and the chosen items, without re-votes", () => {
    const last = sound_draft();
    last.rehearsal_of = "shiquan-2025";
    last.ballots.push({ ...last.ballots[0], id: "b1-2", follows: "b1" });
    const next = duplicate_of(last, { id: " shiquan-2027 ", title: "二次测评", items: new Set(["i1", "i3"]), prefix: "回访：" });
    expect(next).toMatchObject({ id: "shiquan-2027", title: "二次测评", rehearsal_of: "" });
    expect(next.deputies).toEqual(last.deputies);
    expect(next.items.map((item) => item.title)).toEqual(["回访：小区物业管理", "回访：产业发展"]);
    expect(next.ballots.map((ballot) => ballot.id)).toEqual(["b1", "b3"]);
    next.deputies[0].electorates.push("public");
    next.ballots[0].rule.verdicts[0].name = "另一个";
    expect(last.deputies[0].electorates).toEqual(["deputies"]);
    expect(last.ballots[0].rule.verdicts[0].name).toBe("满意");
    expect(problems_of(next, SCALES)).toEqual([]);
  });

  test("marks a title once only", () => {
    const last = sound_draft();
    last.items[0].title = "回访：小区物业管理";
    const next = duplicate_of(last, { id: "a", title: "a", items: new Set(["i1"]), prefix: "回访：" });
    expect(next.items[0].title).toBe("回访：小区物业管理");
  });
});

describe("the agenda", () => {
  test("gives ids that nobody has, and moves within its ends", () => {
    expect(blank_item([{ id: "i1" }, { id: "i3" }]).id).toBe("i2");
    expect(next_id("d", [{ id: "d001" }], 3)).toBe("d002");
    const list = ["a", "b", "c"];
    expect([moved(list, 0, -1), moved(list, 2, 1), moved(list, 0, 1)]).toEqual([false, false, true]);
    expect(list).toEqual(["b", "a", "c"]);
  });
});

describe("what is typed is kept in the browser", () => {
  function storage(room = Infinity): Storage {
    const held = new Map<string, string>();
    return {
      get length() {
        return held.size;
      },
      key: (index) => [...held.keys()][index] ?? null,
      getItem: (name) => held.get(name) ?? null,
      setItem: (name, text) => {
        if (text.length > room) throw new Error("no room");
        held.set(name, text);
      },
      removeItem: (name) => void held.delete(name),
      clear: () => held.clear(),
    };
  }

  test("until it is saved, the newest first, beside what others keep there", () => {
    const place = storage();
    place.setItem("wenzheng.language", "en");
    keep({ key: "new-a", source: null, draft: blank_draft(), changed_at: 1 }, place);
    keep({ key: "of-b", source: { id: "b", rev: 3, base: mark_of("b") }, draft: { ...blank_draft(), title: "二" }, changed_at: 2 }, place);
    expect(all_kept(place).map((one) => one.key)).toEqual(["of-b", "new-a"]);
    expect(kept_under("of-b", place)?.draft.title).toBe("二");
    forget("of-b", place);
    expect(kept_under("of-b", place)).toBeNull();
    expect(place.getItem("wenzheng.language")).toBe("en");
  });

  test("with a mark of what it was begun from", () => {
    expect(mark_of("一")).toBe(mark_of("一"));
    expect(mark_of("一二")).not.toBe(mark_of("二一"));
  });

  test("also when it was kept before there were statements and looks", () => {
    const place = storage();
    const { appearance: _, public_url: __, public_delay_s: ___, ...old } = blank_draft();
    const items = [{ id: "i1", department: "一局", respondent: "", title: "一", question: "" }];
    place.setItem("wenzheng.prepare.new-a", JSON.stringify({ key: "new-a", source: null, draft: { ...old, items }, changed_at: 1 }));
    const kept = kept_under("new-a", place)!.draft;
    expect(kept.items[0].statement).toBe("");
    expect([kept.appearance, kept.public_delay_s, kept.public_url]).toEqual([blank_draft().appearance, 0, ""]);
  });

  test("or the page is told that there is no room", () => {
    expect(keep({ key: "a", source: null, draft: blank_draft(), changed_at: 1 }, storage(10))).toBe(false);
  });
});
