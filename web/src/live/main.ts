import { createApp } from "vue";
import "@shared/theme.css";
import "@shared/result.css";
import "./live.css";
import { setup_i18n } from "@shared/i18n";
import { common } from "@shared/i18n/common";
import { live } from "@shared/i18n/live";
import App from "./App.vue";

setup_i18n([common, live]);
createApp(App).mount("#app");
