import { describe, expect, test } from "vitest";
import { setup_i18n } from "./i18n";
import { air } from "./i18n/air";
import { launcher_html, launcher_name, type Launcher } from "./launcher";

setup_i18n([air]);
const screen: Launcher = { title: "优化营商环境专题问政", url: "http://10.0.0.5:8080/screen#q1/abcdefgh", layout: "hall", language: "zh-CN" };
const parsed = (more: Partial<Launcher> = {}) => new DOMParser().parseFromString(launcher_html({ ...screen, ...more }), "text/html");
const script_of = (page: Document) => page.querySelector("script")!.textContent!;

describe("the launcher of a screen", () => {
  test("shows the title in the reader's language until the server is there", () => {
    expect(parsed().querySelector("h1")?.textContent).toBe(screen.title);
    expect(parsed().querySelector(".card p")?.textContent).toBe("请稍候");
    expect(parsed({ language: "en" }).querySelector(".card p")?.textContent).toBe("One moment, please");
    expect(parsed({ language: "en" }).documentElement.lang).toBe("en");
  });

  test("is nothing at all for captions, not even a background", () => {
    const page = parsed({ layout: "caption" });
    expect(page.querySelector(".card")).toBeNull();
    expect(page.querySelector("style")!.textContent).toContain("background: transparent; }");
    expect(page.querySelector("style")!.textContent).not.toContain("#2b0509");
  });

  test("carries the screen's link to where it is used, and asks nobody but its server", () => {
    const script = script_of(parsed());
    expect(script).toContain('var url = "http://10.0.0.5:8080/screen#q1/abcdefgh", origin = "http://10.0.0.5:8080"');
    expect(script).not.toMatch(/_HERE/);
    const policy = parsed().querySelector("meta[http-equiv]")!.getAttribute("content");
    expect(policy).toContain("connect-src http://10.0.0.5:8080; frame-src http://10.0.0.5:8080");
  });

  test("lets no text out of its place", () => {
    const title = `</title></h1><script>alert("x")</script>'&$1`;
    const page = parsed({ title, url: "http://hall/screen#q1/</script><b>$&abc" });
    expect(page.querySelector("h1")?.textContent).toBe(title);
    expect(page.title).toBe(title);
    expect(page.querySelectorAll("script")).toHaveLength(1);
    expect(page.querySelector("b")).toBeNull();
    expect(() => new Function(script_of(page))).not.toThrow();
  });

  test("opens web addresses only", () => {
    expect(() => launcher_html({ ...screen, url: "javascript:alert(1)" })).toThrow("javascript:");
    expect(() => launcher_html({ ...screen, url: "file:///etc/passwd" })).toThrow("file:");
  });

  test("needs nothing that an old browser source lacks", () => {
    expect(script_of(parsed())).not.toMatch(/=>|\?\.|\?\?|\b(const|let|async|await)\b|`/);
  });

  test("is called like its screen, on every system", () => {
    expect(launcher_name("大厅主屏")).toBe("大厅主屏.html");
    expect(launcher_name('a/b:c*"d"..')).toBe("a-b-c-d.html");
    expect(launcher_name(" ../ ")).toBe("screen.html");
  });
});
