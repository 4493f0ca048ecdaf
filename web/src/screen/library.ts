// All evidence of the evening, fetched before it is asked for, what is likely to come first before the rest. What can't be
// had is tried again for ever; meanwhile it is known as broken, so that no picture shows a browser's own mark for it.
import { inject, onScopeDispose, provide, shallowReactive, watch, type InjectionKey, type Ref } from "vue";
import { is_video } from "@shared/evidence";
import type { EvidenceView, InquiryView } from "@shared/messages.generated";

export type Readiness = "loading" | "ready" | "broken";
export type Media = HTMLImageElement | HTMLVideoElement;

export interface Library {
  readiness(evidence: EvidenceView): Readiness;
  /** To be put on the picture; the same element every time, so that what was fetched is used. */
  element(evidence: EvidenceView): Media;
}

const AT_A_TIME = 2;
/** Players are dear, and so is memory: more videos than these, and more pictures than have room, wait for their item to come up. */
const MOST_VIDEOS = 8;
const ROOM_FOR_PICTURES = 400 * 1024 * 1024;
const AGAIN_MS = 5_000;

/** In the order in which they are likely to be shown. */
export function likely_first(inquiry: InquiryView): EvidenceView[] {
  const weight = ({ id, item }: EvidenceView): number => {
    if (id === inquiry.showing?.evidence) return 0;
    if (item === inquiry.item) return 1;
    return inquiry.items.find((one) => one.id === item)?.skipped ? 3 : 2;
  };
  return [...(inquiry.evidence ?? [])].sort((one, other) => weight(one) - weight(other));
}

/** What is fetched: as many videos as there may be players, and every picture that there is room for. */
export function to_fetch(inquiry: InquiryView): EvidenceView[] {
  let videos = 0;
  let room = ROOM_FOR_PICTURES;
  return likely_first(inquiry).filter(({ type, bytes }) => (is_video(type) ? (videos += 1) <= MOST_VIDEOS : (room -= bytes) >= 0));
}

class Shelf implements Library {
  private readonly states = shallowReactive(new Map<string, Readiness>());
  private readonly media = new Map<string, Media>();
  private readonly given_up = new Map<Media, () => void>();
  private readonly timers = new Map<string, ReturnType<typeof setTimeout>>();
  /** Used again: a browser doesn't let go of an image that was given a source and never put into a page. */
  private readonly spare: HTMLImageElement[] = [];
  private queue: EvidenceView[] = [];
  private busy = 0;

  constructor(private readonly muted: boolean) {}

  readiness({ url }: EvidenceView): Readiness {
    return this.states.get(url) ?? "loading";
  }

  element(evidence: EvidenceView): Media {
    return this.media.get(evidence.url) ?? this.fetch(evidence);
  }

  keep(wanted: EvidenceView[]): void {
    const urls = new Set(wanted.map(({ url }) => url));
    for (const url of [...this.media.keys()]) if (!urls.has(url)) this.drop(url);
    this.queue = wanted.filter(({ url }) => !this.media.has(url));
    this.next();
  }

  /** Fetches no more; what is there stays. */
  pause(): void {
    this.queue = [];
  }

  end(): void {
    this.pause();
    for (const url of [...this.media.keys()]) this.drop(url);
  }

  private next(): void {
    while (this.busy < AT_A_TIME) {
      const evidence = this.queue.shift();
      if (!evidence) return;
      if (!this.media.has(evidence.url)) this.fetch(evidence);
    }
  }

  private fetch(evidence: EvidenceView): Media {
    const element = is_video(evidence.type) ? this.video() : this.image();
    this.media.set(evidence.url, element);
    this.states.set(evidence.url, "loading");
    if (element instanceof HTMLVideoElement) {
      // Of a film that breaks off later, too.
      element.addEventListener("error", () => this.broke(evidence, element));
    }
    this.load(evidence, element);
    return element;
  }

  private broke(evidence: EvidenceView, element: Media): void {
    if (this.media.get(evidence.url) !== element || !element.hasAttribute("src")) return;
    this.states.set(evidence.url, "broken");
    this.try_again(evidence, element);
  }

  /** Once, or once more: the same element, for browsers hold on to those that they were given for a while. */
  private load(evidence: EvidenceView, element: Media): void {
    const { url } = evidence;
    this.busy += 1;
    let open = true;
    const settle = (state: Readiness): void => {
      if (!open) return;
      open = false;
      this.busy -= 1;
      this.given_up.delete(element);
      if (this.media.get(url) === element) {
        if (state === "ready") this.states.set(url, state);
        else this.broke(evidence, element);
      }
      this.next();
    };
    this.given_up.set(element, () => settle("broken"));
    element.src = url;
    if (element instanceof HTMLVideoElement) {
      element.addEventListener("loadeddata", () => settle("ready"), { once: true });
      element.addEventListener("error", () => settle("broken"), { once: true });
    } else {
      element.decode().then(
        () => settle("ready"),
        () => settle("broken"),
      );
    }
  }

  private image(): HTMLImageElement {
    const image = this.spare.pop() ?? new Image();
    image.alt = "";
    return image;
  }

  private video(): HTMLVideoElement {
    const video = document.createElement("video");
    video.preload = "auto";
    video.muted = this.muted;
    video.playsInline = true;
    video.disablePictureInPicture = true;
    return video;
  }

  private try_again(evidence: EvidenceView, element: Media): void {
    clearTimeout(this.timers.get(evidence.url));
    const again = (): void => {
      if (this.media.get(evidence.url) === element) this.load(evidence, element);
    };
    this.timers.set(evidence.url, setTimeout(again, AGAIN_MS));
  }

  private drop(url: string): void {
    clearTimeout(this.timers.get(url));
    this.timers.delete(url);
    this.states.delete(url);
    const element = this.media.get(url);
    this.media.delete(url);
    if (!element) return;
    element.remove();
    // Without a source a player lets go of what it has fetched.
    element.removeAttribute("src");
    if (element instanceof HTMLVideoElement) element.load();
    else this.spare.push(element);
    this.given_up.get(element)?.();
  }
}

const LIBRARY: InjectionKey<Library> = Symbol("library");

/** A screen fetches all beforehand, a monitor only what is shown, and a caption, which shows none, nothing. */
export type Extent = "all" | "shown" | "none";

export function provide_library(inquiry: Readonly<Ref<InquiryView | null>>, extent: () => Extent, muted: boolean): Library {
  const shelf = new Shelf(muted);
  const wanted = (): EvidenceView[] => {
    if (!inquiry.value) return [];
    const all = to_fetch(inquiry.value);
    return extent() === "all" ? all : all.filter(({ id }) => id === inquiry.value?.showing?.evidence);
  };
  // Views come often, and seldom with another list.
  watch(
    () => (extent() === "none" ? null : wanted().map(({ url }) => url).join(" ")),
    (urls) => (urls === null ? shelf.pause() : shelf.keep(wanted())),
    { immediate: true },
  );
  onScopeDispose(() => shelf.end());
  provide(LIBRARY, shelf);
  return shelf;
}

export function use_library(): Library {
  return inject(LIBRARY)!;
}
