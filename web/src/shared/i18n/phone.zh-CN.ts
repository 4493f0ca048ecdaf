export const phone_zh = {
  "phone.title": "问政",
};

export type PhoneKey = keyof typeof phone_zh;
