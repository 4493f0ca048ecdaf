// A screen's life: join, follow, show, report what was painted, and keep the picture when the server is away.
import { computed, nextTick, onBeforeUnmount, ref, shallowRef, watch } from "vue";
import { Connection, socket_url } from "@shared/connection";
import { use_feed } from "@shared/feed";
import { post_json } from "@shared/http";
import type { InquiryView, Layout, Progress, View } from "@shared/messages.generated";
import type { ScreenAddress } from "./address";
import { current_ballot } from "./scene";
import { load_snapshot, save_snapshot, SNAPSHOT_GOOD_FOR_MS, type Snapshot } from "./snapshot";

/** After this long without the server the neutral card replaces a picture that nobody vouches for. */
export const CARD_AFTER_MS = 20_000;
/** A break shorter than this is not worth a mark on air. */
const MARK_AFTER_MS = 1_200;
const TICK_MS = 200;
const REJOIN_MS = 3_000;

interface Joined {
  id: string;
  name: string;
  layout: Layout;
}

interface Shown {
  epoch: string;
  rev: number;
  inquiry: InquiryView;
}

export function use_screen(address: ScreenAddress) {
  const { inquiry, key } = address;
  const connection = new Connection({ url: socket_url(inquiry, "screen") });
  const feed = use_feed(connection);
  const saved = load_snapshot(inquiry, key);

  const joined = shallowRef<Joined | null>(null);
  const shown = shallowRef<Shown | null>(saved);
  const held_progress = shallowRef<Progress | null>(saved?.progress ?? null);
  const now = ref(saved?.server_now ?? Date.now());
  const lost_ms = ref(0);
  const outdated = ref(saved !== null && Date.now() - saved.saved_at > SNAPSHOT_GOOD_FOR_MS);
  const revealed = new Map<string, number>();

  const screen_id = computed(() => joined.value?.id ?? saved?.screen ?? "");
  const own = computed(() => shown.value?.inquiry.screens?.find((screen) => screen.id === screen_id.value) ?? null);
  const layout = computed<Layout>(() => own.value?.layout ?? joined.value?.layout ?? "hall");
  const panic = computed(() => own.value?.panic ?? false);
  const stale = computed(() => outdated.value || lost_ms.value >= CARD_AFTER_MS);
  const held = computed(() => lost_ms.value >= MARK_AFTER_MS);
  const progress = computed<Progress | null>(() => {
    const ballot = shown.value ? current_ballot(shown.value.inquiry)?.id : undefined;
    const known = (ballot && feed.progress.get(ballot)) || held_progress.value;
    return known && known.ballot === ballot ? known : null;
  });

  /** The instant at which this page learnt of a reveal; null for a result that it has always known. */
  function revealed_since(ballot: string | undefined): number | null {
    return (ballot && revealed.get(ballot)) || null;
  }

  function note_reveals(before: Shown | null, view: View): void {
    if (!before || before.epoch !== view.epoch) return;
    for (const ballot of view.inquiry.ballots) {
      const earlier = before.inquiry.ballots.find((other) => other.id === ballot.id);
      if (ballot.state === "revealed" && earlier && earlier.state !== "revealed") revealed.set(ballot.id, performance.now());
    }
  }

  function report_painted(rev: number): void {
    void nextTick(() =>
      requestAnimationFrame(() => requestAnimationFrame(() => void connection.send({ type: "painted", rev }))),
    );
  }

  function save(): void {
    if (!shown.value || outdated.value) return;
    const snapshot: Snapshot = {
      version: 1,
      screen: screen_id.value,
      epoch: shown.value.epoch,
      rev: shown.value.rev,
      inquiry: shown.value.inquiry,
      progress: progress.value,
      server_now: now.value,
      saved_at: Date.now(),
    };
    save_snapshot(inquiry, key, snapshot);
  }

  watch(
    () => feed.view.value,
    (view) => {
      if (!view) return; // another epoch has begun: the picture stays until its first view
      note_reveals(shown.value, view);
      shown.value = view;
      outdated.value = false;
      now.value = feed.clock.now();
      lost_ms.value = 0;
      save();
      report_painted(view.rev);
    },
    { flush: "sync" },
  );

  let rejoin_timer = 0;

  function join_again(): void {
    window.clearTimeout(rejoin_timer);
    rejoin_timer = window.setTimeout(() => void join(), REJOIN_MS * (0.3 + 0.7 * Math.random()));
  }

  // The cookie is per browser: it is taken anew for every start, because another screen may have taken its own since.
  async function join(): Promise<void> {
    const answer = await post_json<Joined>(`/api/v1/inquiries/${inquiry}/screens/join`, { key });
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

  const ticking = window.setInterval(() => {
    if (feed.online.value && shown.value) {
      now.value = feed.clock.now();
      lost_ms.value = 0;
    } else {
      lost_ms.value = Date.now() - (feed.lost_since.value ?? Date.now());
    }
  }, TICK_MS);
  const saving = window.setInterval(() => {
    const moving = shown.value?.inquiry.timer || shown.value?.inquiry.ballots.some((ballot) => ballot.state === "open");
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
    inquiry: computed(() => shown.value?.inquiry ?? null),
    progress,
    layout,
    panic,
    stale,
    held,
    now,
    name: computed(() => joined.value?.name ?? own.value?.name ?? ""),
    revealed_since,
  };
}
