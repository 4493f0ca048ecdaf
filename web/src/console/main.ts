import { createApp } from "vue";
import { setup_i18n } from "@shared/i18n";
import { air } from "@shared/i18n/air";
import { common } from "@shared/i18n/common";
import { console as texts } from "@shared/i18n/console";
import { store } from "@shared/i18n/store";
import ConsoleApp from "./ConsoleApp.vue";
import "./console.css";

setup_i18n([common, texts, air, store]);
createApp(ConsoleApp).mount("#app");
