// One inquiry being written: the draft, what is wrong with it, what the server says of it, and saving.
import { computed, inject, onBeforeUnmount, provide, reactive, ref, watch, type ComputedRef, type InjectionKey, type Ref } from "vue";
import type { BallotCheck, Definition, InquiryCreated, Presets } from "@shared/messages.generated";
import { change_inquiry, check_definition, create_inquiry, read_inquiry } from "../api";
import { place_in_draft, question_about } from "../model/check";
import { definition_of, definition_text, draft_of } from "../model/definition";
import type { Draft } from "../model/draft";
import { forget, keep, key_of_inquiry, mark_of, type Kept } from "../model/kept";
import { is_within, place_in, problems_of, type Problem } from "../model/problems";
import type { Refusal, Reply } from "../request";

export type SaveState = "saved" | "unsaved" | "saving" | "failed";

export interface Editor {
  draft: Draft;
  presets: Presets;
  source: Ref<Kept["source"]>;
  problems: ComputedRef<Problem[]>;
  /** The code to be shown at a field, or null. */
  problem_at: (...places: string[]) => string | null;
  problems_within: (place: string) => number;
  checked: Ref<Map<string, BallotCheck>>;
  check_failed: Ref<string>;
  save_state: ComputedRef<SaveState>;
  refusal: Ref<Refusal | null>;
  kept: Ref<boolean>;
  /** The index of the ballot that is unfolded, or -1. */
  open_ballot: Ref<number>;
  save: () => Promise<boolean>;
  /** After a stale revision: the newest one is taken as seen, the draft stays as it is. */
  accept_newest: () => Promise<void>;
  discard: () => void;
}

const EDITOR: InjectionKey<Editor> = Symbol("editor");
const KEEP_AFTER_MS = 250;
const CHECK_AFTER_MS = 600;

export const find_editor = (): Editor | null => inject(EDITOR, null);

export function use_editor(): Editor {
  const editor = find_editor();
  if (!editor) throw new Error("outside of the editor");
  return editor;
}

export function open_editor(from: Kept, saved: Draft | null, presets: Presets, signed_out: () => void): Editor {
  const draft = reactive(from.draft);
  const source = ref(from.source);
  const key = ref(from.key);
  const text_of = (what: Draft) => definition_text(what, presets.scales);
  const saved_text = ref(saved ? text_of(saved) : "");
  const text = ref(text_of(draft));
  const kept = ref(true);
  const attempted = ref(false);
  const saving = ref(false);
  const refusal = ref<Refusal | null>(null);
  const from_server = ref<Problem[]>([]);
  const checked = ref(new Map<string, BallotCheck>());
  const check_failed = ref("");

  const own_problems = computed(() => problems_of(draft, presets.scales));
  const problems = computed(() => [
    ...own_problems.value.filter((problem) => attempted.value || problem.code !== "required"),
    ...from_server.value,
  ]);
  const save_state = computed<SaveState>(() => {
    if (saving.value) return "saving";
    if (refusal.value) return "failed";
    return text.value === saved_text.value ? "saved" : "unsaved";
  });

  let keep_timer = 0;
  let check_timer = 0;
  let asked = 0;

  function keep_now(): void {
    window.clearTimeout(keep_timer);
    text.value = text_of(draft);
    if (text.value === saved_text.value) forget(key.value);
    else kept.value = keep({ key: key.value, source: source.value, draft, changed_at: Date.now() });
  }

  async function check_now(): Promise<void> {
    const question = question_about(draft, own_problems.value, presets.scales);
    const number = (asked += 1);
    const answer = await check_definition(question.definition);
    if (number !== asked) return; // a newer question is on its way
    from_server.value = [];
    check_failed.value = "";
    if (answer.ok) {
      checked.value = new Map(answer.body.ballots.map((ballot) => [ballot.id, ballot]));
    } else if (answer.status === 400) {
      const place = place_in(answer.message);
      from_server.value = [{ place: place_in_draft(place, question), code: answer.code }];
    } else {
      check_failed.value = answer.code;
      if (answer.status === 401) signed_out();
    }
  }

  watch(
    draft,
    () => {
      window.clearTimeout(keep_timer);
      window.clearTimeout(check_timer);
      keep_timer = window.setTimeout(keep_now, KEEP_AFTER_MS);
      check_timer = window.setTimeout(() => void check_now(), CHECK_AFTER_MS);
    },
    { deep: true },
  );
  void check_now();

  async function save(): Promise<boolean> {
    keep_now();
    attempted.value = true;
    if (saving.value || own_problems.value.length > 0) return false;
    saving.value = true;
    const sent = text.value;
    const answer = await send(definition_of(draft, presets.scales));
    saving.value = false;
    if (!answer.ok) {
      refused(answer);
      return false;
    }
    refusal.value = null;
    from_server.value = [];
    attempted.value = false;
    forget(key.value);
    source.value = { id: answer.body.id, rev: answer.body.rev ?? 0, base: mark_of(sent) };
    key.value = key_of_inquiry(answer.body.id);
    // Whoever opens this draft again, after signing in once more, finds it where it is now.
    Object.assign(from, { source: source.value, key: key.value });
    saved_text.value = sent;
    keep_now();
    return true;
  }

  // Every check-in and every new key makes a new revision. Only a definition that somebody else has changed is in the way.
  async function send(definition: Definition): Promise<Reply<InquiryCreated>> {
    if (!source.value) return create_inquiry(definition);
    const answer = await change_inquiry(definition, source.value.rev);
    if (answer.ok || answer.code !== "stale_revision") return answer;
    const newest = await read_inquiry(source.value.id);
    if (!newest.ok || mark_of(text_of(draft_of(newest.body.definition))) !== source.value.base) return answer;
    return change_inquiry(definition, newest.body.rev);
  }

  function refused(answer: Refusal): void {
    refusal.value = answer;
    if (answer.code === "exists") from_server.value = [{ place: "id", code: "exists" }];
    else if (answer.status === 400) from_server.value = [{ place: place_in(answer.message), code: answer.code }];
    if (answer.status === 401) signed_out();
  }

  async function accept_newest(): Promise<void> {
    if (!source.value) return;
    const answer = await read_inquiry(source.value.id);
    if (!answer.ok) return refused(answer);
    saved_text.value = text_of(draft_of(answer.body.definition));
    source.value = { id: source.value.id, rev: answer.body.rev, base: mark_of(saved_text.value) };
    refusal.value = null;
    keep_now();
  }

  const leave = (event: BeforeUnloadEvent): void => {
    keep_now();
    if (!kept.value) event.preventDefault();
  };
  window.addEventListener("beforeunload", leave);
  window.addEventListener("pagehide", keep_now);
  let discarded = false;
  onBeforeUnmount(() => {
    window.removeEventListener("beforeunload", leave);
    window.removeEventListener("pagehide", keep_now);
    window.clearTimeout(check_timer);
    if (!discarded) keep_now();
    window.clearTimeout(keep_timer);
  });

  const editor: Editor = {
    draft,
    presets,
    source,
    problems,
    problem_at: (...places) => problems.value.find((problem) => places.includes(problem.place))?.code ?? null,
    problems_within: (place) => problems.value.filter((problem) => is_within(problem.place, place)).length,
    checked,
    check_failed,
    save_state,
    refusal,
    kept,
    open_ballot: ref(draft.ballots.length === 1 ? 0 : -1),
    save,
    accept_newest,
    discard: () => {
      discarded = true;
      forget(key.value);
    },
  };
  provide(EDITOR, editor);
  return editor;
}
