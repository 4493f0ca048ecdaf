import { createApp } from "vue";
import { setup_i18n } from "@shared/i18n";
import { air } from "@shared/i18n/air";
import { common } from "@shared/i18n/common";
import { console as texts } from "@shared/i18n/console";
import ConsoleApp from "./ConsoleApp.vue";
import "./console.css";

setup_i18n([common, texts, air]);
createApp(ConsoleApp).mount("#app");
