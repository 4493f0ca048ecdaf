// The director's hand: which screen a press is for, what is made ready, and what goes on air. Presses that come faster than
// the server answers are carried out in their order, one after the other.
import { computed, inject, provide, ref, watch, type ComputedRef, type InjectionKey, type Ref } from "vue";
import type { InquiryView, ScreenView } from "@shared/messages.generated";
import { use_desk } from "../desk";
import { kept } from "../kept";
import { all_sources, home_of, on_air, picture_of, source_of, takes, targets_of, type Homes, type Source, type Stage } from "./sources";

export interface Director {
  screens: ComputedRef<ScreenView[]>;
  /** The screen that the next press is for; null for all. */
  chosen: Ref<string | null>;
  stage: Ref<Stage | null>;
  /** How many have a preview. */
  ready: ComputedRef<number>;
  may: ComputedRef<boolean>;
  /** The first of two presses of Escape. */
  warned: Ref<boolean>;
  keys_shown: Ref<boolean>;
  source_on_air: (screen: ScreenView) => Source | null;
  source_ready: (screen: ScreenView) => Source | null;
  choose: (screen: string | null) => void;
  make_ready: (source: Source) => void;
  take: (screen?: string) => void;
  release: (screen?: string) => void;
  panic: (screen?: string) => void;
}

const DIRECTOR: InjectionKey<Director> = Symbol("director");

export function use_director(): Director {
  const director = inject(DIRECTOR);
  if (!director) throw new Error("no director's desk above this part");
  return director;
}

const previews = (inquiry: InquiryView): string => JSON.stringify((inquiry.screens ?? []).map(({ id, preview }) => [id, preview ?? null]));

export function open_director(): Director {
  const desk = use_desk();
  const screens = computed(() => desk.inquiry.value.screens ?? []);
  const chosen = ref<string | null>(null);
  const stage = ref<Stage | null>(null);
  const sources = computed(() => all_sources(desk.inquiry.value));
  const homes = kept<Homes>("stages", {});
  watch(screens, (all) => (homes.value = Object.fromEntries(all.map((screen) => [screen.id, home_of(screen, homes.value)]))), { immediate: true });
  let line: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  function queue(act: () => Promise<unknown>): void {
    waiting += 1;
    line = line.then(act).finally(() => (waiting -= 1));
  }

  function make_ready(source: Source): void {
    if (source.empty || !director.may.value) return;
    const wanted_stage = stage.value;
    for (const { id } of targets_of(screens.value, chosen.value, source, wanted_stage, homes.value)) {
      queue(async () => {
        const screen = screens.value.find((one) => one.id === id);
        if (screen) await desk.urge("preview", { screen: id, picture: picture_of(source, screen, wanted_stage, homes.value) });
      });
    }
  }

  function take(screen?: string): void {
    if (!director.may.value) return;
    if (screen === undefined && waiting === 0 && takes(screens.value).length === 0) return desk.say({ kind: "refused", key: "code.nothing_to_take" });
    // What somebody else has made ready meanwhile doesn't go on air unseen.
    queue(() => desk.urge("take", screen === undefined ? {} : { screen }, (before, now) => previews(before) === previews(now)));
  }

  const on_one_or_all = (command: "release" | "panic") => (screen?: string): void => {
    if (!director.may.value) return;
    const act = () => desk.urge(command, screen === undefined ? {} : { screen });
    // An emergency waits for nobody.
    if (command === "panic") void act();
    else queue(act);
  };

  const director: Director = {
    screens,
    chosen,
    stage,
    ready: computed(() => takes(screens.value).length),
    may: computed(() => desk.can("preview")),
    warned: ref(false),
    keys_shown: ref(false),
    source_on_air: (screen) => source_of(on_air(screen), sources.value),
    source_ready: (screen) => (screen.preview ? source_of(screen.preview, sources.value) : null),
    choose: (screen) => (chosen.value = screen !== null && screens.value.some((one) => one.id === screen) ? screen : null),
    make_ready,
    take,
    release: on_one_or_all("release"),
    panic: on_one_or_all("panic"),
  };
  provide(DIRECTOR, director);
  return director;
}
