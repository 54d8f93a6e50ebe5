import { expect, inject, test } from "vitest";

declare module "vitest" {
  interface ProvidedContext {
    /** Whether the page was served so that it may share memory between threads. */
    readonly isIsolated: boolean;
  }
}

test("memory can be shared where the page is served for it, and only there", () => {
  expect(crossOriginIsolated).toBe(inject("isIsolated"));
  expect(typeof SharedArrayBuffer === "function").toBe(inject("isIsolated"));
});
