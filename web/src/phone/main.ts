import { createApp } from "vue";
import "@shared/theme.css";
import "@shared/result.css";
import "./phone.css";
import "./ballot.css";
import "./asks.css";
import "./large.css";
import { setup_i18n } from "@shared/i18n";
import { common } from "@shared/i18n/common";
import { phone } from "@shared/i18n/phone";
import App from "./App.vue";

setup_i18n([common, phone]);
createApp(App).mount("#app");
