// Texts in two languages without a compiler in the page, so that a strict Content-Security-Policy holds.
// A message may have {names}; `one | many` chooses by {n}.
import { computed, ref } from "vue";
import type { ChoiceView } from "../messages.generated";
import type { AirKey } from "./air.zh-CN";
import type { CommonKey } from "./common.zh-CN";
import type { ConsoleKey } from "./console.zh-CN";
import type { LiveKey } from "./live.zh-CN";
import type { PapersKey } from "./papers.zh-CN";
import type { PhoneKey } from "./phone.zh-CN";
import type { PrepareAirKey } from "./prepare_air.zh-CN";
import type { PrepareKey } from "./prepare.zh-CN";
import type { ScreenKey } from "./screen.zh-CN";
import type { StoreKey } from "./store.zh-CN";

export type Locale = "zh-CN" | "en";
export type Catalogue = Record<Locale, Record<string, string>>;
export type MessageKey = AirKey | CommonKey | PhoneKey | LiveKey | ConsoleKey | ScreenKey | PrepareKey | PrepareAirKey | PapersKey | StoreKey;
export type Params = Record<string, string | number>;

const STORED_AS = "wenzheng.language";
const catalogues: Record<Locale, Map<string, string>> = { "zh-CN": new Map(), en: new Map() };
const locale = ref<Locale>("zh-CN");

/** Once, in a page's main.ts: `setup_i18n([common, phone])`. The language: `?lang=`, else as chosen before, else Chinese. */
export function setup_i18n(parts: Catalogue[]): void {
  for (const part of parts) {
    for (const language of ["zh-CN", "en"] as const) {
      for (const [key, text] of Object.entries(part[language])) catalogues[language].set(key, text);
    }
  }
  const asked = new URLSearchParams(window.location.search).get("lang");
  set_locale(as_locale(asked) ?? as_locale(stored()) ?? "zh-CN");
}

export function set_locale(language: Locale): void {
  locale.value = language;
  document.documentElement.lang = language;
  try {
    window.localStorage.setItem(STORED_AS, language);
  } catch {
    // not remembered, then
  }
}

function stored(): string | null {
  try {
    return window.localStorage.getItem(STORED_AS);
  } catch {
    return null;
  }
}

function as_locale(text: string | null): Locale | null {
  if (text === null) return null;
  if (/^en\b/i.test(text)) return "en";
  return /^zh\b/i.test(text) ? "zh-CN" : null;
}

export function translate(language: Locale, key: string, params: Params = {}): string | null {
  const text = catalogues[language].get(key) ?? catalogues["zh-CN"].get(key);
  if (text === undefined) return null;
  const forms = text.split(" | ");
  const chosen = forms.length === 2 && params.n !== 1 ? forms[1] : forms[0];
  return chosen.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}

export function t(key: MessageKey, params?: Params): string {
  return translate(locale.value, key, params) ?? key;
}

/** For keys made at run time; null where the catalogue has none. */
export function t_maybe(key: string, params?: Params): string | null {
  return translate(locale.value, key, params);
}

/** A refusal or an HTTP error in words. */
export function code_text(code: string): string {
  return t_maybe(`code.${code}`) ?? t("code.unknown", { code });
}

/** Well-known choices from the catalogue; others, and those that a body has renamed, as the inquiry calls them. */
export function choice_label(choice: Pick<ChoiceView, "id" | "label">): string {
  const key = `choice.${choice.id}`;
  const known = [translate("zh-CN", key), translate("en", key)].includes(choice.label);
  return (known ? t_maybe(key) : null) ?? choice.label;
}

/** A verdict that is named like a choice is translated like it. */
export function verdict_label(name: string | null, choices: readonly ChoiceView[]): string {
  if (name === null) return t("verdict.none");
  const choice = choices.find((candidate) => candidate.label === name);
  return choice ? choice_label(choice) : name;
}

/** Well-known electorates by name, others by the id that the body gave them. */
export function electorate_label(electorate: string): string {
  return t_maybe(`electorate.${electorate}`) ?? electorate;
}

export function use_i18n() {
  return {
    locale: computed(() => locale.value),
    set_locale,
    t,
    t_maybe,
    code_text,
    choice_label,
    verdict_label,
  };
}
