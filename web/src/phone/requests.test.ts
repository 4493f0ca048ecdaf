import { beforeEach, describe, expect, test } from "vitest";
import { nextTick, ref } from "vue";
import type { CommandOutcome } from "@shared/command_sender";
import type { OwnRequest, RequestKind, RequestState } from "@shared/messages.generated";
import { use_requests } from "./requests";

const request = (id: string, kind: RequestKind, state: RequestState, answer?: string): OwnRequest => ({ id, kind, state, ...(answer && { answer }) });

function begin(given: OwnRequest[] = []) {
  const requests = ref(given);
  const sent: string[] = [];
  const settle: ((outcome: CommandOutcome) => void)[] = [];
  const answered = (what: string) => {
    sent.push(what);
    return new Promise<CommandOutcome>((done) => settle.push(done));
  };
  const own = use_requests({
    requests: () => requests.value,
    ask: (kind) => answered(`ask ${kind}`),
    withdraw: (id) => answered(`withdraw ${id}`),
    words_of: (code) => `words of ${code}`,
    keep_as: "k",
  });
  return { requests, sent, own, answer: (outcome: CommandOutcome) => settle.shift()?.(outcome) };
}

beforeEach(() => localStorage.clear());

describe("a deputy's requests", () => {
  test("are sent once, however often the key is pressed", async () => {
    const { requests, sent, own, answer } = begin();
    own.ask("speak");
    own.ask("speak");
    expect(own.busy.value).toBe(true);
    expect(sent).toEqual(["ask speak"]);
    requests.value = [request("r1", "speak", "waiting")];
    answer({ ok: true, id: "x", rev: 1 });
    await nextTick();
    await nextTick();
    expect(own.busy.value).toBe(false);
    own.ask("speak");
    expect(sent).toEqual(["ask speak"]);
    own.ask("phone_failed");
    expect(sent).toEqual(["ask speak", "ask phone_failed"]);
  });

  test("are withdrawn only while they wait or were called", () => {
    const { sent, own } = begin([request("r1", "speak", "done"), request("r2", "follow_up", "called")]);
    own.withdraw("speak");
    own.withdraw("follow_up");
    expect(sent).toEqual(["withdraw r2"]);
  });

  test("say why they were refused", async () => {
    const { own, answer } = begin();
    own.ask("follow_up");
    answer({ ok: false, id: "x", code: "inquiry_not_running", message: "" });
    await nextTick();
    await nextTick();
    expect(own.problem.value).toBe("words of inquiry_not_running");
    own.ask("follow_up");
    expect(own.problem.value).toBe("");
  });

  test("have their answer shown until it was taken note of, also after a reload", () => {
    const told = [request("r1", "phone_failed", "done", "请到服务台"), request("r2", "speak", "done")];
    const { own } = begin(told);
    expect(own.answer.value?.id).toBe("r1");
    own.take_note("r1");
    expect(own.answer.value).toBeNull();
    expect(begin(told).own.answer.value).toBeNull();
  });
});
