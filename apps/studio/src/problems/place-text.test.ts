import { expect, test } from "vitest";
import { placeText } from "./place-text.ts";

test("of an address the name of its file; everything else as it is", () => {
  expect(placeText("http://127.0.0.1:4400/mix/stems/Sn%C3%A4re%20top.wav?x=1")).toBe("Snäre top.wav");
  expect(placeText("http://127.0.0.1:4400/mix/100%.wav")).toBe("100%.wav");
  expect(placeText("http://127.0.0.1:4400/")).toBe("http://127.0.0.1:4400/");
  expect(placeText("stems/Kick.wav")).toBe("stems/Kick.wav");
  expect(placeText("graphs.mix: drums")).toBe("graphs.mix: drums");
});

test("of a recording that the browser keeps, the path that the mix gives it", () => {
  expect(placeText("mixes/d9c1d5d2-0000-4000-8000-1234567890ab/stems/10 Kick.wav")).toBe("stems/10 Kick.wav");
});
