import { emptyMix, type MixDocument } from "@twobus/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AUTOSAVE_MS, startAutosave } from "./autosave.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

class Mix {
  #document = emptyMix("first", 48000);
  readonly #listeners = new Set<() => void>();
  readonly getState = (): { document: MixDocument } => ({ document: this.#document });
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  rename(name: string): void {
    this.#document = { ...this.#document, name };
    this.touch();
  }
  touch(): void {
    for (const listener of this.#listeners) listener();
  }
}

function saving(save: (name: string) => Promise<void> = async () => {}) {
  const mix = new Mix();
  const saved: string[] = [];
  const failures: unknown[] = [];
  const autosave = startAutosave({
    of: mix,
    save: async ({ name }) => {
      await save(name);
      saved.push(name);
    },
    onFailure: (error) => failures.push(error),
  });
  return { mix, saved, failures, autosave };
}

test("a long drag is saved on the way, the last of it within a second", async () => {
  const { mix, saved } = saving();
  for (let step = 1; step <= 20; step++) {
    mix.rename(`step ${step}`);
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(saved.length).toBeGreaterThan(2);
  expect(saved.length).toBeLessThan(7);
  await vi.advanceTimersByTimeAsync(1000);
  expect(saved.at(-1)).toBe("step 20");
});

test("looking around saves nothing", async () => {
  const { mix, saved, autosave } = saving();
  mix.touch();
  await vi.advanceTimersByTimeAsync(2 * AUTOSAVE_MS);
  await autosave.flush();
  expect(saved).toEqual([]);
});

test("flush waits until what was changed is saved; nothing is saved after stop", async () => {
  const { mix, saved, autosave } = saving();
  mix.rename("second");
  await autosave.flush();
  expect(saved).toEqual(["second"]);
  mix.rename("third");
  autosave.stop();
  mix.rename("fourth");
  await vi.advanceTimersByTimeAsync(2000);
  expect(saved).toEqual(["second"]);
});

test("saves do not overtake each other", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const begun: string[] = [];
  const { mix, saved } = saving(async (name) => {
    begun.push(name);
    if (name === "slow") await promise;
  });
  mix.rename("slow");
  await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
  mix.rename("next");
  await vi.advanceTimersByTimeAsync(2 * AUTOSAVE_MS);
  expect(begun).toEqual(["slow"]);
  resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(saved).toEqual(["slow", "next"]);
});

test("a save that fails is told, and the next change is saved", async () => {
  let isFull = true;
  const { mix, saved, failures } = saving(async () => {
    if (isFull) throw new DOMException("full", "QuotaExceededError");
  });
  mix.rename("lost?");
  await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
  expect(failures).toHaveLength(1);
  isFull = false;
  mix.touch();
  await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
  expect(saved).toEqual(["lost?"]);
});
