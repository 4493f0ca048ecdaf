// The file to fill in, and the roll as it is, in the same columns.
import { t } from "@shared/i18n";
import type { Sheet } from "../download";
import type { DraftDeputy } from "../model/draft";

export function roster_sheet(deputies: readonly DraftDeputy[]): Sheet {
  return {
    name: t("prepare.roster"),
    columns: [t("prepare.column.id"), t("prepare.column.name"), t("prepare.column.group"), t("prepare.column.electorates")],
    rows: deputies.map((deputy) => [deputy.id, deputy.name, deputy.group, deputy.electorates.join(" ")]),
  };
}

/** Three rows that show how it is meant. */
export function template_sheet(): Sheet {
  const example = (n: number, electorates: string[]): DraftDeputy => ({
    id: `d00${n}`,
    name: t("prepare.template_name", { n: `00${n}` }),
    group: t("prepare.template_group"),
    electorates,
  });
  return roster_sheet([example(1, ["deputies"]), example(2, ["deputies", "standing"]), example(3, ["public"])]);
}
