import { beforeEach, describe, expect, test } from "vitest";
import { ref } from "vue";
import { first_open, use_questionnaire, type Answers } from "./questionnaire";

const questions = ["q1", "q2", "q3"].map((id) => ({ id, title: id }));
const all = { q1: "a", q2: "b", q3: "c" };
const begin = (sent: Answers | null = null) => use_questionnaire("k", questions, () => sent);

beforeEach(() => localStorage.clear());

describe("a questionnaire", () => {
  test("goes on to the next question, and to the overview after the last", () => {
    const form = begin();
    for (const [index, choice] of ["a", "b", "c"].entries()) {
      expect(form.step.value).toBe(index);
      expect(form.complete.value).toBe(false);
      form.choose(choice);
    }
    expect(form.step.value).toBe(3);
    expect(form.complete.value).toBe(true);
    expect(form.answers.value).toEqual(all);
  });

  test("comes back to the overview when one answer is changed from there", () => {
    const form = begin(all);
    expect(form.step.value).toBe(3);
    form.go_to(1);
    form.choose("x");
    expect(form.step.value).toBe(3);
    expect(form.answers.value.q2).toBe("x");
  });

  test("survives a reload until it was sent", () => {
    begin().choose("a");
    const again = begin();
    expect(again.step.value).toBe(1);
    again.forget();
    expect(begin().step.value).toBe(0);
  });

  test("knows whether it was sent as it stands", () => {
    const sent = ref<Answers | null>(null);
    const form = use_questionnaire("k", questions, () => sent.value);
    for (const choice of ["a", "b", "c"]) form.choose(choice);
    expect(form.is_sent.value).toBe(false);
    sent.value = { q3: "c", q2: "b", q1: "a" };
    expect(form.is_sent.value).toBe(true);
    form.go_to(0);
    form.choose("x");
    expect(form.is_sent.value).toBe(false);
  });

  test("shows what staff have answered for him, and keeps nothing of his own", () => {
    const form = begin();
    form.choose("x");
    form.adopt(all);
    expect(form.step.value).toBe(3);
    expect(form.answers.value).toEqual(all);
    expect(begin().answers.value).toEqual({});
  });

  test("is open at the first question without an answer", () => {
    expect(first_open(questions, {})).toBe(0);
    expect(first_open(questions, { q1: "a", q3: "c" })).toBe(1);
    expect(first_open([], {})).toBe(0);
  });
});
