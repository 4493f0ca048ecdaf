// The desk's state: the newest view, one command at a time, and what became of it.
import { computed, onBeforeUnmount, provide, ref, shallowRef, watch } from "vue";
import { CommandSender } from "@shared/command_sender";
import { Connection, socket_url } from "@shared/connection";
import { use_feed } from "@shared/feed";
import { t_maybe } from "@shared/i18n";
import type { AccountRole, Command, InquiryView, Progress } from "@shared/messages.generated";
import { what_changed } from "./changes";
import { DESK, type Desk, type DeskMessage, type Link, type RollFilter } from "./desk";
import { panel_ballot } from "./next_action";
import { may, owner_of, type CommandName, type Tab } from "./roles";
import { remember, truth_of, type Seen } from "./screens_state";

const TICK_MS = 200;
const DONE_SHOWN_MS = 6_000;
/** A `done` whose view hasn't come by then: the button is given back, the next view will tell. */
const VIEW_LIMIT_MS = 3_000;
/** So often a hurried command is given again after somebody else was quicker. */
const URGED = 4;

const EMPTY: InquiryView = {
  id: "",
  title: "",
  language: "zh-CN",
  state: "draft",
  item: null,
  present: 0,
  entitled: 0,
  items: [],
  ballots: [],
  timer: null,
  commitments: [],
  rehearsal: false,
  speaker: null,
};

export function use_desk_state(inquiry_id: string) {
  const connection = new Connection({ url: socket_url(inquiry_id, "console") });
  const feed = use_feed(connection);
  const commands = new CommandSender(connection);

  // The last view stays on the desk while the connection is away, and says so.
  const held = shallowRef<InquiryView | null>(null);
  const rev = ref(0);
  watch(
    () => feed.view.value,
    (view) => {
      if (!view) return;
      held.value = view.inquiry;
      rev.value = view.rev;
    },
    { flush: "sync" },
  );

  // Revisions as they came here, on this machine's clock; another epoch counts anew.
  const seen = shallowRef<Seen[]>([]);
  const looked = ref(Date.now());
  watch(rev, (value, before) => (seen.value = remember(value < before ? [] : seen.value, value, Date.now())), { flush: "sync" });

  const inquiry = computed(() => held.value ?? EMPTY);
  const you = computed(() => feed.welcome.value?.you as { account?: string; role?: AccountRole } | undefined);
  const role = computed<AccountRole | null>(() => you.value?.role ?? null);
  const link = computed<Link>(() => (feed.online.value ? "live" : held.value ? "lost" : "connecting"));
  const looked_at = ref<string | null>(null);
  // What is open has the panel to itself; and another item up is another matter.
  watch(
    () => [inquiry.value.item, inquiry.value.ballots.some((ballot) => ballot.state === "open")],
    () => (looked_at.value = null),
    { flush: "sync" },
  );
  const progress_of = (ballot: string | undefined): Progress | null => (ballot !== undefined && feed.progress.get(ballot)) || null;
  const progress = computed(() => progress_of(panel_ballot(inquiry.value, looked_at.value)?.id));
  const truth = computed(() => truth_of(inquiry.value.screens ?? [], feed.presence.value, seen.value, looked.value));

  const now = ref(feed.clock.now());
  const busy = ref<CommandName | null>(null);
  const message = ref<DeskMessage | null>(null);

  function say(said: Omit<DeskMessage, "at">): void {
    message.value = { ...said, at: Date.now() };
  }

  const can = (name: CommandName) => may(role.value, name);

  function why_not(name: CommandName): string {
    if (can(name)) return "";
    return t_maybe(`console.why.${owner_of(name)}`) ?? "";
  }

  async function view_of(wanted: number): Promise<void> {
    if (rev.value >= wanted) return;
    await new Promise<void>((resolve) => {
      const limit = window.setTimeout(finish, VIEW_LIMIT_MS);
      const stop = watch(rev, (at) => at >= wanted && finish(), { flush: "sync" });
      function finish(): void {
        window.clearTimeout(limit);
        stop();
        resolve();
      }
    });
  }

  type Still = (before: InquiryView, now: InquiryView) => boolean;

  async function carry(name: CommandName, args: Record<string, unknown>, still: Still): Promise<boolean> {
    message.value = null;
    for (let left = URGED; ; left -= 1) {
      const before = inquiry.value;
      const expect = rev.value;
      const command = { type: "command", expect, name, args } as unknown as Omit<Command, "id">;
      const outcome = await commands.send(command as never, false);
      const stale = !outcome.ok && outcome.code === "stale_revision";
      if (outcome.ok) await view_of(outcome.rev);
      else if (stale) await view_of(expect + 1);
      if (stale && left > 1 && still(before, inquiry.value)) continue;
      if (outcome.ok) say({ kind: "done", key: `console.done.${name}` });
      else if (stale) say({ kind: "look_again", key: "console.look_again", changes: what_changed(before, inquiry.value) });
      else say({ kind: "refused", key: `code.${outcome.code}` });
      return outcome.ok;
    }
  }

  async function send(name: CommandName, args: Record<string, unknown> = {}): Promise<boolean> {
    if (busy.value || link.value !== "live") return false;
    busy.value = name;
    const done = await carry(name, args, () => false);
    busy.value = null;
    return done;
  }

  async function urge(name: CommandName, args: Record<string, unknown> = {}, still: Still = () => true): Promise<boolean> {
    if (link.value === "live") return carry(name, args, still);
    say({ kind: "refused", key: "console.why.lost" });
    return false;
  }

  const ticking = window.setInterval(() => {
    if (feed.online.value) {
      now.value = feed.clock.now();
      looked.value = Date.now();
    }
    const said = message.value;
    if (said?.kind === "done" && Date.now() - said.at > DONE_SHOWN_MS) message.value = null;
  }, TICK_MS);

  connection.start();
  onBeforeUnmount(() => {
    window.clearInterval(ticking);
    commands.dispose();
    connection.stop();
  });

  const desk: Desk = {
    inquiry,
    rev,
    truth,
    progress,
    progress_of,
    counts: feed.counts,
    presence: feed.presence,
    account: computed(() => you.value?.account ?? ""),
    role,
    now,
    offset_ms: () => feed.clock.offset_ms,
    link,
    busy,
    message,
    looked_at,
    tab: ref<Tab>("deputies"),
    on_air: ref(false),
    roll_filter: ref<RollFilter>("all"),
    can,
    why_not,
    send,
    urge,
    say,
  };
  provide(DESK, desk);
  return { desk, ready: computed(() => held.value !== null), close_code: feed.close_code, state: feed.state };
}
