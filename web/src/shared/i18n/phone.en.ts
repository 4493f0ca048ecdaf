import type { PhoneKey } from "./phone.zh-CN";

export const phone_en: Record<PhoneKey, string> = {
  "phone.title": "Wenzheng phone",
};
