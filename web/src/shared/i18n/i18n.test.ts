import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { choice_label, code_text, set_locale, setup_i18n, t, verdict_label } from ".";
import { air } from "./air";
import { common } from "./common";
import { console as console_texts } from "./console";
import { live } from "./live";
import { papers } from "./papers";
import { phone } from "./phone";
import { prepare } from "./prepare";
import { prepare_air } from "./prepare_air";
import { screen } from "./screen";
import { store } from "./store";

const catalogues = { air, common, console: console_texts, live, papers, phone, prepare, prepare_air, screen, store };
const source = join(import.meta.dirname, "../..");

function names_in(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
}

describe.each(Object.entries(catalogues))("the catalogue %s", (_, catalogue) => {
  test("has every key in both languages, and is silent in both or in none", () => {
    expect(Object.keys(catalogue.en).sort()).toEqual(Object.keys(catalogue["zh-CN"]).sort());
    for (const [key, text] of Object.entries(catalogue["zh-CN"])) {
      expect(catalogue.en[key].trim() === "", key).toBe(text.trim() === "");
    }
  });

  test("takes the same figures and names in both languages", () => {
    for (const [key, text] of Object.entries(catalogue["zh-CN"])) {
      for (const form of catalogue.en[key].split(" | ")) expect(names_in(form), key).toEqual(names_in(text));
    }
  });
});

test("every code of the contract has words", () => {
  const readme = readFileSync(join(source, "../../protocol/README.md"), "utf8");
  const table = readme.slice(readme.indexOf("| code | when |"));
  const codes = table
    .split("\n")
    .filter((line) => line.startsWith("| `"))
    .flatMap((line) => [...line.split("|")[1].matchAll(/`([a-z_]+)`/g)].map(([, code]) => code));
  expect(codes.length).toBeGreaterThan(40);
  for (const code of codes) expect(common["zh-CN"], code).toHaveProperty([`code.${code}`]);
});

test("no Chinese text stands in a source file outside the catalogues", () => {
  const found: string[] = [];
  const look = (folder: string): void => {
    for (const name of readdirSync(folder)) {
      const path = join(folder, name);
      if (statSync(path).isDirectory()) {
        if (path !== join(source, "shared/i18n")) look(path);
        continue;
      }
      if (!/\.(vue|ts)$/.test(name) || /\.(test|generated)\.ts$/.test(name)) continue;
      const text = readFileSync(path, "utf8")
        .replace(/<!--[\s\S]*?-->/g, "")
        .replace(/\/\*[\s\S]*?\*\//g, "")
        .replace(/(^|\s)\/\/.*$/gm, "");
      text.split("\n").forEach((line, index) => {
        // Ideographs only: a space or a colon of their width is punctuation, which needs no translation.
        if (/[\u3400-\u9fff]/.test(line)) found.push(`${path.slice(source.length + 1)}:${index + 1} ${line.trim()}`);
      });
    }
  };
  look(source);
  expect(found).toEqual([]);
});

describe("texts", () => {
  setup_i18n([common, phone]);

  test("put figures in their places and choose the form by number", () => {
    set_locale("en");
    expect(t("ballot.votes", { n: 1 })).toBe("1 vote");
    expect(t("ballot.votes", { n: 12 })).toBe("12 votes");
    set_locale("zh-CN");
    expect(t("ballot.votes", { n: 1 })).toBe("1 票");
    expect(document.documentElement.lang).toBe("zh-CN");
  });

  test("name a choice in the reader's language, and one that nobody knows as the inquiry does", () => {
    set_locale("en");
    expect(choice_label({ id: "satisfied", label: "满意" })).toBe("Satisfied");
    expect(choice_label({ id: "own", label: "另议" })).toBe("另议");
    const choices = [{ id: "satisfied", label: "满意", colour: "green" as const }];
    expect(verdict_label("满意", choices)).toBe("Satisfied");
    expect(verdict_label("通过", choices)).toBe("通过");
    expect(verdict_label(null, choices)).toBe("No verdict reached");
    set_locale("zh-CN");
  });

  test("say something about a code that is newer than the page", () => {
    expect(code_text("made_up")).toContain("made_up");
  });
});
