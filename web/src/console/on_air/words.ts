// Pictures and sources in words, as the director's desk names them.
import { t } from "@shared/i18n";
import { evidence_by_id } from "@shared/evidence";
import type { InquiryView, Picture } from "@shared/messages.generated";
import { moment_of } from "./moment";
import { all_sources, is_stage, source_of, type Source } from "./sources";

export function source_words(source: Source): string {
  if (source.kind === "question") return t("air.of_item", { what: t("air.source.question"), item: source.item?.department ?? "" });
  if (source.kind === "result") return t("air.of_item", { what: t("air.source.result"), item: source.item?.department ?? "" });
  return t(`air.source.${source.kind}`);
}

/** What those screens show that follow the moderator. */
export function moment_words(inquiry: InquiryView): string {
  const { kind, item } = moment_of(inquiry);
  if (kind === "title") return t("air.moment.title");
  const name = kind === "evidence" ? evidence_by_id(inquiry, inquiry.showing?.evidence)?.name : item?.department;
  return t("air.of_item", { what: t(`air.moment.${kind}`), item: name ?? "" });
}

export function picture_words(picture: Picture, inquiry: InquiryView): string {
  const source = source_of(picture, all_sources(inquiry));
  const layout = is_stage(picture.layout) ? t(`console.layout.${picture.layout}`) : "";
  if (source?.kind === "automatic") return [layout, moment_words(inquiry)].join(" · ");
  if (!source) return layout || t(`console.layout.${picture.layout}`);
  return [layout, source_words(source)].filter(Boolean).join(" · ");
}
