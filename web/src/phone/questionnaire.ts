// A questionnaire in progress: one question after the other, then an overview, then one press that sends all. What was
// chosen is kept on the phone until it is sent, so that a reload loses nothing.
import { computed, ref } from "vue";
import type { QuestionView } from "@shared/messages.generated";
import { same_press } from "@shared/press";

export type Answers = Record<string, string>;

/** The first question without an answer, or the number of questions where all have one. */
export function first_open(questions: readonly QuestionView[], answers: Answers): number {
  const index = questions.findIndex((question) => answers[question.id] === undefined);
  return index < 0 ? questions.length : index;
}

/** `sent`: the answers that are on their way or counted. */
export function use_questionnaire(key: string, questions: readonly QuestionView[], sent: () => Answers | null) {
  const answers = ref<Answers>(kept(key) ?? sent() ?? {});
  /** The question that is up; the number of questions: the overview. */
  const step = ref(first_open(questions, answers.value));
  const complete = computed(() => first_open(questions, answers.value) === questions.length);
  /** Nothing here is other than what was sent. */
  const is_sent = computed(() => {
    const before = sent();
    return before !== null && same_press({ choices: before }, { choices: answers.value });
  });

  function choose(choice: string): void {
    const question = questions[step.value];
    if (!question) return;
    answers.value = { ...answers.value, [question.id]: choice };
    keep(key, answers.value);
    // Changed from the overview: back to it; otherwise on to the next.
    step.value = complete.value ? questions.length : step.value + 1;
  }

  /** Others have answered for him, with his consent: that is what counts now, and what he sees. */
  function adopt(given: Answers): void {
    answers.value = given;
    step.value = questions.length;
    keep(key, null);
  }

  return {
    answers,
    step,
    complete,
    is_sent,
    choose,
    adopt,
    back: () => (step.value = Math.max(0, step.value - 1)),
    go_to: (index: number) => (step.value = index),
    forget: () => keep(key, null),
  };
}

function kept(key: string): Answers | null {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") as Answers | null;
  } catch {
    return null;
  }
}

function keep(key: string, answers: Answers | null): void {
  try {
    if (answers) localStorage.setItem(key, JSON.stringify(answers));
    else localStorage.removeItem(key);
  } catch {
    // kept by the page alone, then
  }
}
