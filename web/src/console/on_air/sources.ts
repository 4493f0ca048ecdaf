// What a director can put on a screen next. Pure: the list, the keys, the words and the tests read the same answers.
import type { BallotView, InquiryView, ItemView, Layout, Picture, ScreenView } from "@shared/messages.generated";

export type SourceKind = "automatic" | "title" | "question" | "result" | "evidence" | "ranking" | "qr" | "newest_result" | "card_title" | "card_tallying" | "card_wait";

export interface Source {
  /** Unlike any other's; part of the names of its button. */
  id: string;
  kind: SourceKind;
  item: ItemView | null;
  ballot: BallotView | null;
  /** There is nothing to show yet. */
  empty: boolean;
}

/** The layouts in which a screen shows a scene; the others are whole pictures of their own. */
export const STAGES = ["hall", "rostrum", "caption"] as const satisfies readonly Layout[];
export type Stage = (typeof STAGES)[number];

export const is_stage = (layout: Layout): layout is Stage => (STAGES as readonly Layout[]).includes(layout);

const SCENES: Partial<Record<SourceKind, Picture["scene"]>> = { title: "title", question: "question", result: "result", evidence: "evidence" };

function source(kind: SourceKind, more: Partial<Source> = {}): Source {
  return { id: [kind, more.item?.id, more.ballot?.id].filter(Boolean).join("-"), kind, item: null, ballot: null, empty: false, ...more };
}

/** Those that every evening has, in the order of their buttons. */
export function general_sources(inquiry: InquiryView): Source[] {
  const results = inquiry.ballots.some((ballot) => ballot.state === "revealed" && ballot.result !== undefined);
  return [
    source("automatic"),
    source("title"),
    source("evidence", { empty: (inquiry.evidence ?? []).length === 0 }),
    source("newest_result", { empty: !results }),
    source("ranking", { empty: (inquiry.ranking ?? []).length === 0 }),
    source("qr"),
    source("card_title"),
    source("card_tallying"),
    source("card_wait"),
  ];
}

export interface ItemSources {
  item: ItemView;
  question: Source;
  results: Source[];
}

export function item_sources(inquiry: InquiryView): ItemSources[] {
  return inquiry.items.map((item) => ({
    item,
    question: source("question", { item }),
    results: inquiry.ballots
      .filter((ballot) => ballot.item === item.id && ballot.state === "revealed" && ballot.result !== undefined)
      .map((ballot) => source("result", { item, ballot })),
  }));
}

/** The stages on which screens were last seen, by screen: a screen that shows a card doesn't tell. */
export type Homes = Readonly<Record<string, Stage>>;

/** The stage on which a screen shows scenes by itself. */
export function home_of(screen: ScreenView, homes: Homes = {}): Stage {
  const own = [screen.preview?.layout, screen.picture?.layout, screen.layout].find((layout) => layout !== undefined && is_stage(layout));
  return (own as Stage | undefined) ?? homes[screen.id] ?? "hall";
}

/** A source as this screen would show it. */
export function picture_of(source: Source, screen: ScreenView, stage: Stage | null = null, homes: Homes = {}): Picture {
  switch (source.kind) {
    case "ranking":
    case "qr":
      return { layout: source.kind };
    case "newest_result":
      return { layout: "result" };
    case "card_title":
    case "card_tallying":
    case "card_wait":
      return { layout: "card", card: source.kind.slice("card_".length) as NonNullable<Picture["card"]> };
    default: {
      const scene = SCENES[source.kind];
      return {
        layout: stage ?? home_of(screen, homes),
        ...(scene && { scene }),
        ...(source.kind === "question" && { item: source.item!.id }),
        ...(source.kind === "result" && { ballot: source.ballot!.id }),
      };
    }
  }
}

/** A picture of its own fills the whole frame. On captions it would cover the programme behind them. */
export const fills_the_frame = (source: Source): boolean =>
  ["ranking", "qr", "newest_result", "card_title", "card_tallying", "card_wait"].includes(source.kind);

/** Which screens a press is for: the chosen one, or all; captions are left out of what would cover the programme. */
export function targets_of(screens: readonly ScreenView[], chosen: string | null, source: Source | null, stage: Stage | null = null, homes: Homes = {}): ScreenView[] {
  if (chosen !== null) return screens.filter((screen) => screen.id === chosen);
  const covers = source !== null && (fills_the_frame(source) || stage === "hall" || stage === "rostrum");
  return screens.filter((screen) => !covers || home_of(screen, homes) !== "caption");
}

export const on_air = (screen: ScreenView): Picture => screen.picture ?? { layout: screen.layout };

const same = (one: Picture, other: Picture): boolean =>
  one.layout === other.layout &&
  one.scene === other.scene &&
  one.item === other.item &&
  one.ballot === other.ballot &&
  (one.card ?? "title") === (other.card ?? "title");

/** The source that a picture was made from, as far as the evening still has it. */
export function source_of(picture: Picture, sources: readonly Source[]): Source | null {
  const screen: ScreenView = { id: "", name: "", layout: picture.layout, panic: false };
  return sources.find((one) => same(picture_of(one, screen), picture)) ?? null;
}

export function all_sources(inquiry: InquiryView): Source[] {
  return [...general_sources(inquiry), ...item_sources(inquiry).flatMap(({ question, results }) => [question, ...results])];
}

/** What a press of the one key would change: those with a preview; with none of them, those that wait behind a panic. */
export function takes(screens: readonly ScreenView[]): ScreenView[] {
  return screens.filter((screen) => screen.preview !== undefined);
}
