// What preparation does with the inquiry as it is on the server: its evidence and its screens, as the console sees them, and
// the files on their way. Lives as long as the editor, so that another section may be looked at while a film is sent.
import { computed, inject, onBeforeUnmount, provide, ref, shallowRef, watch, type ComputedRef, type InjectionKey, type Ref } from "vue";
import { CommandSender } from "@shared/command_sender";
import { Connection, socket_url } from "@shared/connection";
import { use_feed } from "@shared/feed";
import type { Command, InquiryView, Presence } from "@shared/messages.generated";
import type { Editor } from "../editor/use_editor";
import { Uploads } from "./uploads";

type AirCommand = "order_evidence" | "remove_evidence";

export interface Air {
  /** As the server has it; null before the first view. */
  inquiry: ComputedRef<InquiryView | null>;
  presence: ComputedRef<Presence | null>;
  online: ComputedRef<boolean>;
  uploads: Uploads;
  problem: Ref<string>;
  command: (name: AirCommand, args: Record<string, unknown>) => Promise<boolean>;
}

const AIR: InjectionKey<Air> = Symbol("air");
const TRIES = 3;

export function use_air(): Air {
  const air = inject(AIR);
  if (!air) throw new Error("outside of the editor");
  return air;
}

function live(id: string) {
  const connection = new Connection({ url: socket_url(id, "console") });
  const feed = use_feed(connection);
  const commands = new CommandSender(connection);
  connection.start();
  const stop = (): void => {
    commands.dispose();
    connection.stop();
  };
  return { feed, commands, stop };
}

/** `wanted`: a section that needs the server's state is looked at. */
export function open_air(editor: Editor, wanted: () => boolean): Air {
  const id = (): string => editor.source.value?.id ?? "";
  const line = shallowRef<ReturnType<typeof live> | null>(null);
  const problem = ref("");
  const uploads = new Uploads((item, name) => `/api/v1/inquiries/${encodeURIComponent(id())}/evidence?item=${encodeURIComponent(item)}&name=${encodeURIComponent(name)}`);

  watch(
    () => wanted() && id() !== "",
    (needed) => {
      if (needed) line.value ??= live(id());
    },
    { immediate: true },
  );

  async function command(name: AirCommand, args: Record<string, unknown>): Promise<boolean> {
    problem.value = "";
    for (let left = TRIES; ; left -= 1) {
      const { feed, commands } = line.value ?? {};
      if (!feed?.online.value || !commands) {
        problem.value = "unreachable";
        return false;
      }
      const asked = { type: "command", expect: feed.rev.value, name, args } as unknown as Omit<Command, "id">;
      const outcome = await commands.send(asked as never, false);
      if (outcome.ok) return true;
      // Somebody checked in, or another administrator was quicker: with the next view it is asked again.
      if (outcome.code === "stale_revision" && left > 1) {
        await next_view(feed);
        continue;
      }
      problem.value = outcome.code;
      return false;
    }
  }

  const leaving = (event: BeforeUnloadEvent): void => {
    if (uploads.busy) event.preventDefault();
  };
  window.addEventListener("beforeunload", leaving);
  onBeforeUnmount(() => {
    window.removeEventListener("beforeunload", leaving);
    uploads.stop();
    line.value?.stop();
  });

  const air: Air = {
    inquiry: computed(() => line.value?.feed.inquiry.value ?? null),
    presence: computed(() => line.value?.feed.presence.value ?? null),
    online: computed(() => line.value?.feed.online.value ?? false),
    uploads,
    problem,
    command,
  };
  provide(AIR, air);
  return air;
}

const VIEW_LIMIT_MS = 2_000;

async function next_view(feed: ReturnType<typeof use_feed>): Promise<void> {
  await new Promise<void>((resolve) => {
    const limit = window.setTimeout(finish, VIEW_LIMIT_MS);
    const stop = watch(feed.rev, finish, { flush: "sync" });
    function finish(): void {
      window.clearTimeout(limit);
      stop();
      resolve();
    }
  });
}
