import { expect, test } from "vitest";
import { LatestOnly } from "./latest-only.ts";

test("of what comes while something is being done only the last is done", async () => {
  const done: string[] = [];
  const work = new LatestOnly();
  const first = Promise.withResolvers<void>();
  const last = Promise.withResolvers<void>();
  work.do(async () => {
    await first.promise;
    done.push("first");
  });
  work.do(async () => void done.push("skipped"));
  work.do(async () => {
    done.push("last");
    last.resolve();
  });
  first.resolve();
  await last.promise;
  expect(done).toEqual(["first", "last"]);
});

test("what fails does not stand in the way of what follows", async () => {
  const work = new LatestOnly();
  work.do(() => Promise.reject(new Error("no such node")));
  await new Promise<void>((resolve) => work.do(async () => resolve()));
});
