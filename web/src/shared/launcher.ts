// A small file for one screen, to be opened from the disk of the machine that shows it: OBS and kiosks don't try again a page
// that wasn't there. It shows a neutral card (nothing at all for captions), asks after the server, and then puts the screen
// into the whole window; a screen that gives no sign of life is taken away and begun again.
import { translate, type Locale } from "./i18n";
import type { Layout } from "./messages.generated";

export interface Launcher {
  /** The inquiry's title, for the card. */
  title: string;
  /** The screen's own link. */
  url: string;
  layout: Layout;
  language: Locale;
}

const PROBE_EVERY_MS = 2_000;
const SILENCE_MS = 15_000;

const ENTITIES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escaped = (text: string): string => text.replace(/[&<>"']/g, (letter) => ENTITIES[letter]!);

/** For a place within a script of a page: no text ends it. */
const literal = (value: string | number): string => JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);

// Run as it stands in OBS from version 27 on (Chromium 75): no newer syntax.
const SCRIPT = `(function () {
  var url = URL_HERE, origin = ORIGIN_HERE, frame = null, sign = 0, asking = false;
  function begin() {
    if (frame) return;
    frame = document.createElement("iframe");
    frame.setAttribute("allow", "autoplay; fullscreen");
    frame.setAttribute("allowtransparency", "true");
    frame.src = url;
    sign = Date.now();
    document.body.appendChild(frame);
  }
  function end() {
    if (frame) frame.parentNode.removeChild(frame);
    frame = null;
  }
  function ask() {
    if (frame) {
      if (Date.now() - sign > SILENCE_HERE) end();
      return;
    }
    if (asking) return;
    asking = true;
    fetch(origin + "/healthz", { mode: "no-cors", cache: "no-store", credentials: "omit" }).then(begin, function () {}).then(function () { asking = false; });
  }
  window.addEventListener("message", function (event) {
    if (!frame || event.source !== frame.contentWindow || event.origin !== origin) return;
    if (!event.data || event.data.type !== "wenzheng.alive") return;
    sign = Date.now();
    frame.className = "here";
  });
  setInterval(ask, PROBE_HERE);
  ask();
})();`;

export function launcher_html({ title, url, layout, language }: Launcher): string {
  const address = new URL(url);
  if (address.protocol !== "http:" && address.protocol !== "https:") throw new Error(`not a web address: ${address.protocol}`);
  const script = SCRIPT.replace("URL_HERE", () => literal(address.href))
    .replace("ORIGIN_HERE", () => literal(address.origin))
    .replace("SILENCE_HERE", () => literal(SILENCE_MS))
    .replace("PROBE_HERE", () => literal(PROBE_EVERY_MS));
  const clear = layout === "caption";
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src ${address.origin}; frame-src ${address.origin}`;
  const card = clear ? "" : `<div class="card"><h1>${escaped(title)}</h1><p>${escaped(translate(language, "air.launcher_wait") ?? "")}</p></div>\n`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escaped(policy)}">
<title>${escaped(title)}</title>
<style>
html, body { height: 100%; margin: 0; overflow: hidden; background: ${clear ? "transparent" : "#2b0509"}; }
iframe { position: fixed; top: 0; left: 0; width: 100%; height: 100%; border: 0; opacity: 0; background: transparent; }
iframe.here { opacity: 1; }
.card { display: flex; flex-direction: column; align-items: center; justify-content: center; height: 100%; padding: 0 8vw; box-sizing: border-box; color: #fffaf1; text-align: center; font-family: "Noto Serif SC", "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", serif; }
.card h1 { margin: 0; font-size: 5vw; line-height: 1.35; font-weight: 700; }
.card p { margin: 3vw 0 0; font-size: 2vw; color: #f4dcc4; }
</style>
</head>
<body>
${card}<script>
${script}
</script>
</body>
</html>
`;
}

/** A name that every system takes. */
export function launcher_name(screen: string): string {
  const name = screen.trim().replace(/[\\/:*?"<>|\u0000-\u001f.]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 60);
  return `${name || "screen"}.html`;
}
