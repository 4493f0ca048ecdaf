// The picture of the README from the photographs of the evening test: `npm run test:evening`, then `node scripts/pictures.mjs`.
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));
const picture = path("../pictures/surfaces.png");
const photograph = (name) => {
  const bytes = readFileSync(path(`../../build/screenshots/${name}.png`));
  return `<img alt="" src="data:image/png;base64,${bytes.toString("base64")}">`;
};

const page_text = `<!doctype html><style>
  body { margin: 0; padding: 28px; background: #d9dde3; }
  main { display: flex; justify-content: space-between; align-items: center; }
  img { display: block; height: 388px; border-radius: 6px; box-shadow: 0 6px 18px rgb(20 30 45 / 30%); }
  img:nth-child(2) { border-radius: 14px; }
</style><main>${["screen-7-result", "phone-5-pressed", "console-5-pressed"].map(photograph).join("")}</main>`;

mkdirSync(path("../pictures/"), { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM_BIN ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu"],
});
const page = await browser.newPage({ viewport: { width: 1600, height: 444 } });
await page.setContent(page_text);
await page.screenshot({ path: picture });
await browser.close();
console.log(`${picture}: ${Math.round(statSync(picture).size / 1024)} KB`);
