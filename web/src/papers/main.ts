import { createApp } from "vue";
import { setup_i18n } from "@shared/i18n";
import { common } from "@shared/i18n/common";
import { console as console_texts } from "@shared/i18n/console";
import { papers } from "@shared/i18n/papers";
import PapersApp from "./PapersApp.vue";
import "@shared/theme.css";
import "../console/console.css";
import "../prepare/styles/page.css";
import "../prepare/styles/paper.css";
import "./papers.css";

// The sign-in and the picker are the console's, with their texts.
setup_i18n([common, console_texts, papers]);
createApp(PapersApp).mount("#app");
