import { expect, it } from "vitest";
import { inquiry_of } from "./address";

const of = (url: string) => inquiry_of(new URL(url, "http://hall.test"));

it("finds the inquiry in each form of a link", () => {
  expect([of("/live/evening"), of("/live/evening/"), of("/live#evening"), of("/live?inquiry=evening"), of("/live/evening?from=singlemessage#x")]).toEqual(Array(5).fill("evening"));
});

it("finds none where there is none", () => {
  expect([of("/live"), of("/live/"), of("/live/a/b"), of("/live/%3Cscript%3E"), of("/live#../x")]).toEqual(Array(5).fill(null));
});
