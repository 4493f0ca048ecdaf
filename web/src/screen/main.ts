import { createApp } from "vue";
import { setup_i18n } from "@shared/i18n";
import { common } from "@shared/i18n/common";
import { screen } from "@shared/i18n/screen";
import { screen_address } from "./address";
import NoAddress from "./NoAddress.vue";
import ScreenApp from "./ScreenApp.vue";
import "./styles/themes.css";
import "./styles/stage.css";

setup_i18n([common, screen]);

const theme = new URLSearchParams(window.location.search).get("theme");
if (theme && /^[a-z]{1,20}$/.test(theme)) document.documentElement.dataset.theme = theme;

const address = screen_address();
const app = address ? createApp(ScreenApp, { address }) : createApp(NoAddress);
app.mount("#app");
// Another fragment is another screen.
window.addEventListener("hashchange", () => window.location.reload());
