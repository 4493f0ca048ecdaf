import { createApp } from "vue";
import { setup_i18n } from "@shared/i18n";
import { air } from "@shared/i18n/air";
import { common } from "@shared/i18n/common";
import { console as console_texts } from "@shared/i18n/console";
import { prepare_air } from "@shared/i18n/prepare_air";
import { prepare } from "@shared/i18n/prepare";
import PrepareApp from "./PrepareApp.vue";
import "@shared/theme.css";
import "../console/console.css";
import "./styles/page.css";
import "./styles/forms.css";
import "./styles/editor.css";
import "./styles/roster.css";
import "./styles/paper.css";
import "./styles/air.css";

// The sign-in, the links and the launcher are the console's, with their texts.
setup_i18n([common, console_texts, air, prepare, prepare_air]);
createApp(PrepareApp).mount("#app");
