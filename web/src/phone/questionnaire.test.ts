import { beforeEach, describe, expect, test } from "vitest";
import { first_open, use_questionnaire } from "./questionnaire";

const questions = ["q1", "q2", "q3"].map((id) => ({ id, title: id }));

beforeEach(() => localStorage.clear());

describe("a questionnaire", () => {
  test("goes on to the next question, and to the overview after the last", () => {
    const form = use_questionnaire("k", questions, null);
    for (const [index, choice] of ["a", "b", "c"].entries()) {
      expect(form.step.value).toBe(index);
      expect(form.complete.value).toBe(false);
      form.choose(choice);
    }
    expect(form.step.value).toBe(3);
    expect(form.complete.value).toBe(true);
    expect(form.answers.value).toEqual({ q1: "a", q2: "b", q3: "c" });
  });

  test("comes back to the overview when one answer is changed from there", () => {
    const form = use_questionnaire("k", questions, { q1: "a", q2: "b", q3: "c" });
    expect(form.step.value).toBe(3);
    form.go_to(1);
    form.choose("x");
    expect(form.step.value).toBe(3);
    expect(form.answers.value.q2).toBe("x");
  });

  test("survives a reload until it was sent", () => {
    use_questionnaire("k", questions, null).choose("a");
    const again = use_questionnaire("k", questions, null);
    expect(again.step.value).toBe(1);
    again.forget();
    expect(use_questionnaire("k", questions, null).step.value).toBe(0);
  });

  test("is open at the first question without an answer", () => {
    expect(first_open(questions, {})).toBe(0);
    expect(first_open(questions, { q1: "a", q3: "c" })).toBe(1);
    expect(first_open([], {})).toBe(0);
  });
});
