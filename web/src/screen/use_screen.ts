// A screen's life: join, follow, show, report what was painted, and keep the picture when the server is away.
import { computed, onBeforeUnmount, ref, shallowRef, watch } from "vue";
import { Connection, socket_url } from "@shared/connection";
import { use_feed } from "@shared/feed";
import { post_json } from "@shared/http";
import type { InquiryView, Progress, ScreenJoinAnswer, View } from "@shared/messages.generated";
import { use_told, type StoreTime } from "@shared/told";
import type { ScreenAddress } from "./address";
import type { ScreenOptions } from "./options";
import { current_ballot, type ScreenState } from "./scene";
import { load_snapshot, save_snapshot, SNAPSHOT_GOOD_FOR_MS, type Snapshot } from "./snapshot";
import { note_reveals, type ScreenSource } from "./source";

/** A break shorter than this is not worth a mark on air. */
const MARK_AFTER_MS = 1_200;
const TICK_MS = 200;
const REJOIN_MS = 3_000;
const PING_EVERY_MS = 2_000;
const SILENCE_LIMIT_MS = 4_000;
/** An answer is due every two seconds: after this long nobody vouches for the picture, though the line seems to be there. */
const SILENT_FOR_MS = 4_500;

interface Shown {
  epoch: string;
  rev: number;
  inquiry: InquiryView;
}

export function use_screen(address: ScreenAddress, options: ScreenOptions): ScreenSource {
  const { inquiry, key } = address;
  const saved = load_snapshot(inquiry, key);
  const joined = shallowRef<ScreenJoinAnswer | null>(null);
  const connection = new Connection({
    url: socket_url(inquiry, "screen"),
    ping_every_ms: PING_EVERY_MS,
    silence_limit_ms: SILENCE_LIMIT_MS,
    // Where cookies are blocked, and where another screen of this browser has taken the cookie, the ticket says who this is.
    protocols: () => (joined.value?.ticket ? ["wenzheng.v1", `wenzheng.ticket.${joined.value.ticket}`] : []),
  });
  const feed = use_feed(connection);

  const shown = shallowRef<Shown | null>(saved);
  const held_progress = shallowRef<Progress | null>(saved?.progress ?? null);
  const now = ref(saved?.server_now ?? Date.now());
  const lost_ms = ref(0);
  const arrived = ref(0);
  const outdated = ref(saved !== null && Date.now() - saved.saved_at > SNAPSHOT_GOOD_FOR_MS);
  const fresh = new Map<string, number>();
  // Without an answer of the server there is only the picture's own time.
  const clock: StoreTime = { now: () => (feed.clock.known ? feed.clock.now() : (saved?.server_now ?? Date.now())) };
  const newest = computed(() => shown.value?.inquiry ?? null);
  const told = use_told(newest, clock);

  const screen_id = computed(() => joined.value?.id ?? saved?.screen ?? "");
  const own = computed(() => shown.value?.inquiry.screens?.find((screen) => screen.id === screen_id.value) ?? null);
  const screen = computed<ScreenState>(() => own.value ?? { layout: joined.value?.layout ?? "hall", panic: false });
  const stale = computed(() => outdated.value || lost_ms.value >= options.hold_ms);
  const held = computed(() => lost_ms.value >= MARK_AFTER_MS);
  const progress = computed<Progress | null>(() => {
    const ballot = told.value ? current_ballot(told.value)?.id : undefined;
    const known = (ballot && feed.progress.get(ballot)) || held_progress.value;
    return known && known.ballot === ballot ? known : null;
  });

  function save(): void {
    if (!shown.value || outdated.value) return;
    const snapshot: Snapshot = {
      version: 1,
      screen: screen_id.value,
      epoch: shown.value.epoch,
      rev: shown.value.rev,
      inquiry: shown.value.inquiry,
      progress: progress.value,
      server_now: held.value ? now.value : clock.now(),
      saved_at: Date.now(),
    };
    save_snapshot(inquiry, key, snapshot);
  }

  function take(view: View): void {
    const before = shown.value?.epoch === view.epoch ? shown.value.inquiry : null;
    note_reveals(fresh, before, view.inquiry, clock.now());
    shown.value = view;
    outdated.value = false;
    now.value = clock.now();
    lost_ms.value = 0;
    arrived.value += 1;
  }

  // When another epoch has begun there is no view: the picture stays until its first one.
  watch(feed.view, (view) => view && take(view), { flush: "sync" });

  // With each view, and at the instant of a reveal: a page that is loaded again has to know that it was told.
  watch(told, save);

  let rejoin_timer = 0;

  function join_again(): void {
    window.clearTimeout(rejoin_timer);
    rejoin_timer = window.setTimeout(() => void join(), REJOIN_MS * (0.3 + 0.7 * Math.random()));
  }

  // The cookie is per browser: it is taken anew for every start, because another screen may have taken its own since.
  async function join(): Promise<void> {
    const answer = await post_json<ScreenJoinAnswer>(`/api/v1/inquiries/${inquiry}/screens/join`, { key });
    if (!answer.ok) return join_again();
    joined.value = answer.body;
    connection.start();
  }

  const ended = [
    connection.on("welcome", ({ you }) => {
      const id = (you as { id?: string } | undefined)?.id;
      if (joined.value && id !== undefined && id !== joined.value.id) {
        connection.stop();
        join_again();
      }
    }),
    connection.on("state", ({ state }) => {
      if (state === "stopped") join_again();
    }),
  ];

  function silent_ms(): number {
    const since = Math.min(connection.heard_at ?? Infinity, feed.lost_since.value ?? Infinity);
    const silent = Number.isFinite(since) ? Math.max(0, Date.now() - since) : 0;
    return feed.online.value && silent < SILENT_FOR_MS ? 0 : silent;
  }

  function tick(): void {
    const silent = shown.value || !feed.online.value ? silent_ms() : 0;
    if (silent === 0 && feed.online.value) now.value = clock.now();
    lost_ms.value = silent;
  }

  const ticking = window.setInterval(tick, TICK_MS);
  const saving = window.setInterval(() => {
    const { timer, showing, ballots } = shown.value?.inquiry ?? { ballots: [] };
    const moving = timer || showing?.playing || ballots.some((ballot) => ballot.state === "open");
    if (feed.online.value && moving) save();
  }, 1000);

  void join();
  onBeforeUnmount(() => {
    window.clearInterval(ticking);
    window.clearInterval(saving);
    window.clearTimeout(rejoin_timer);
    ended.forEach((end) => end());
    connection.stop();
  });

  return {
    inquiry: told,
    newest,
    screen,
    known: computed(() => own.value !== null || joined.value !== null),
    progress,
    name: computed(() => joined.value?.name ?? own.value?.name ?? ""),
    now,
    clock,
    held,
    stale,
    arrived,
    revealed_since: (ballot) => (ballot !== undefined && fresh.get(ballot)) || null,
    report_painted: () => void (shown.value && connection.send({ type: "painted", rev: shown.value.rev })),
  };
}
