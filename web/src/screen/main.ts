import { createApp } from "vue";
import { setup_i18n } from "@shared/i18n";
import { common } from "@shared/i18n/common";
import { screen } from "@shared/i18n/screen";
import { screen_address } from "./address";
import { say_alive } from "./alive";
import { theme_of } from "./appearance";
import NoAddress from "./NoAddress.vue";
import { options_of } from "./options";
import ScreenApp from "./ScreenApp.vue";
import "./styles/themes.css";
import "./styles/stage.css";

setup_i18n([common, screen]);

const options = options_of(window.location.search);
const root = document.documentElement;
root.dataset.theme = theme_of(options.theme, undefined);
if (options.still) root.dataset.still = "";

const address = options.monitor ? null : screen_address();
const app = address || options.monitor ? createApp(ScreenApp, { address, options }) : createApp(NoAddress);
app.mount("#app");
say_alive(window);
// Another fragment is another screen.
window.addEventListener("hashchange", () => window.location.reload());
