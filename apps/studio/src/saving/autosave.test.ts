import { fault, type MixDocument } from "@twobus/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createAutosave, type Edited } from "./autosave.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Documents that can be told apart by name. */
function editor() {
  const listeners = new Set<() => void>();
  let document = { name: "opened" } as MixDocument;
  const edited: Edited = {
    getState: () => ({ document }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
  const change = (name: string): void => {
    document = { name } as MixDocument;
    for (const listener of listeners) listener();
  };
  return { edited, change };
}

test("a gesture of many steps is written once, within a second of its end", async () => {
  const { edited, change } = editor();
  const written: string[] = [];
  const autosave = createAutosave(edited, async ({ name }) => void written.push(name));
  for (let step = 0; step < 20; step++) {
    change(`step ${step}`);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect([written, autosave.getState().kind]).toEqual([[], "unsaved"]);
  await vi.advanceTimersByTimeAsync(900);
  expect([written, autosave.getState().kind]).toEqual([["step 19"], "saved"]);
});

test("what changes during a write is written after it, one write at a time", async () => {
  const { edited, change } = editor();
  const written: string[] = [];
  let atOnce = 0;
  const autosave = createAutosave(edited, async ({ name }) => {
    expect(++atOnce).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    atOnce--;
    written.push(name);
  });
  change("one");
  await vi.advanceTimersByTimeAsync(1000);
  expect(autosave.getState().kind).toBe("saving");
  change("two");
  void autosave.save();
  await vi.advanceTimersByTimeAsync(10_000);
  expect([written, autosave.getState().kind]).toEqual([["one", "two"], "saved"]);
});

test("a failed write is told and loses nothing: the next change, or asking again, writes what is there", async () => {
  const { edited, change } = editor();
  const written: string[] = [];
  let isBroken = true;
  const autosave = createAutosave(edited, async ({ name }) => {
    if (isBroken) throw fault("enospc", "mix", "the disk is full");
    written.push(name);
  });
  change("one");
  await vi.advanceTimersByTimeAsync(1000);
  expect(autosave.getState()).toMatchObject({ kind: "failed", problem: { code: "enospc" } });
  await autosave.save();
  expect(autosave.getState().kind).toBe("failed");
  change("two");
  await vi.advanceTimersByTimeAsync(1000);
  isBroken = false;
  await autosave.save();
  expect([written, autosave.getState().kind]).toEqual([["two"], "saved"]);
  change("three");
  await vi.advanceTimersByTimeAsync(1000);
  expect(written).toEqual(["two", "three"]);
});

test("nothing is written where nothing has changed, or after the end", async () => {
  const { edited, change } = editor();
  const write = vi.fn(async () => {});
  const autosave = createAutosave(edited, write);
  await autosave.save();
  change("one");
  autosave.dispose();
  await vi.advanceTimersByTimeAsync(10_000);
  expect(write).not.toHaveBeenCalled();
});
