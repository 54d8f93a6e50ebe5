import { emptyMix, fault, type MixDocument } from "@twobus/core";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AUTOSAVE_MS, RETRY_MS, startAutosave, type Autosave, type AutosaveOptions } from "./autosave.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Documents that can be told apart by name. */
class Mix {
  #document = emptyMix("first", 48000);
  readonly #listeners = new Set<() => void>();
  get document(): MixDocument {
    return this.#document;
  }
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

interface Saving {
  readonly mix: Mix;
  readonly saved: string[];
  readonly autosave: Autosave;
}

function saving(
  options: Partial<AutosaveOptions> = {},
  write: (name: string) => Promise<void> = async () => {},
): Saving {
  const mix = new Mix();
  const saved: string[] = [];
  const autosave = startAutosave({
    of: mix,
    pace: "on the way",
    write: async ({ name }) => {
      await write(name);
      saved.push(name);
    },
    ...options,
  });
  return { mix, saved, autosave };
}

async function drag(mix: Mix): Promise<void> {
  for (let step = 1; step <= 20; step++) {
    mix.rename(`step ${step}`);
    await vi.advanceTimersByTimeAsync(100);
  }
}

test("a long drag is saved on the way, the last of it within a second", async () => {
  const { mix, saved } = saving();
  await drag(mix);
  expect(saved.length).toBeGreaterThan(2);
  expect(saved.length).toBeLessThan(7);
  await vi.advanceTimersByTimeAsync(1000);
  expect(saved.at(-1)).toBe("step 20");
});

test("a drag that is saved at rest is written once, within a second of its end", async () => {
  const { mix, saved, autosave } = saving({ pace: "at rest" });
  await drag(mix);
  expect([saved, autosave.getState().kind]).toEqual([[], "unsaved"]);
  await vi.advanceTimersByTimeAsync(900);
  expect([saved, autosave.getState().kind]).toEqual([["step 20"], "saved"]);
});

test("looking around saves nothing", async () => {
  const { mix, saved, autosave } = saving();
  mix.touch();
  await vi.advanceTimersByTimeAsync(2 * AUTOSAVE_MS);
  await autosave.save();
  expect(saved).toEqual([]);
});

test("what is edited and not there yet is saved without a change; asked to, even what is saved is saved", async () => {
  const { saved, autosave } = saving({ isSaved: false });
  expect(autosave.getState().kind).toBe("unsaved");
  await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
  expect(saved).toEqual(["first"]);
  expect(await autosave.saveAgain()).toBe(true);
  expect(saved).toEqual(["first", "first"]);
});

test("save waits until what was changed is saved; nothing is saved after the end", async () => {
  const { mix, saved, autosave } = saving();
  mix.rename("second");
  expect(await autosave.save()).toBe(true);
  expect(saved).toEqual(["second"]);
  mix.rename("third");
  autosave.stop();
  mix.rename("fourth");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(saved).toEqual(["second"]);
});

test("what changes during a write is written after it, one write at a time", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const begun: string[] = [];
  const { mix, saved, autosave } = saving({}, async (name) => {
    begun.push(name);
    if (name === "slow") await promise;
  });
  mix.rename("slow");
  await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
  expect(autosave.getState().kind).toBe("saving");
  mix.rename("next");
  void autosave.save();
  await vi.advanceTimersByTimeAsync(2 * AUTOSAVE_MS);
  expect(begun).toEqual(["slow"]);
  resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect([saved, autosave.getState().kind]).toEqual([["slow", "next"], "saved"]);
});

test("a failed write is told and loses nothing: the next change, or asking again, writes what is there", async () => {
  let isBroken = true;
  const { mix, saved, autosave } = saving({ pace: "at rest" }, async () => {
    if (isBroken) throw fault("enospc", "mix", "the disk is full");
  });
  mix.rename("one");
  await vi.advanceTimersByTimeAsync(1000);
  expect(autosave.getState()).toMatchObject({ kind: "failed", problem: { code: "enospc" } });
  expect(await autosave.save()).toBe(false);
  expect(autosave.getState().kind).toBe("failed");
  mix.rename("two");
  await vi.advanceTimersByTimeAsync(1000);
  isBroken = false;
  expect(await autosave.save()).toBe(true);
  expect([saved, autosave.getState().kind]).toEqual([["two"], "saved"]);
  mix.rename("three");
  await vi.advanceTimersByTimeAsync(1000);
  expect(saved).toEqual(["two", "three"]);
});

test("what may pass by itself is tried again until it has, and is told all the while; what a person must decide is not", async () => {
  let left = 3;
  const told = new Set<string>();
  const failing = (code: string): Saving =>
    saving({ pace: "at rest", mayPass: (problem) => problem.code === "not-saved" }, async () => {
      if (left-- > 0) throw fault(code, "mix", "no answer came");
    });
  const { mix, saved, autosave } = failing("not-saved");
  mix.rename("kept");
  await vi.advanceTimersByTimeAsync(AUTOSAVE_MS);
  autosave.subscribe(() => told.add(autosave.getState().kind));
  await vi.advanceTimersByTimeAsync(2 * RETRY_MS);
  expect([saved, [...told]]).toEqual([[], ["failed"]]);
  await vi.advanceTimersByTimeAsync(RETRY_MS);
  expect([saved, autosave.getState().kind]).toEqual([["kept"], "saved"]);

  left = 1;
  const other = failing("changed-on-disk");
  other.mix.rename("kept");
  await vi.advanceTimersByTimeAsync(AUTOSAVE_MS + 10 * RETRY_MS);
  expect([other.saved, other.autosave.getState().kind]).toEqual([[], "failed"]);

  left = 1;
  const ended = failing("not-saved");
  ended.mix.rename("kept");
  const asked = ended.autosave.save();
  ended.autosave.stop();
  await asked;
  await vi.advanceTimersByTimeAsync(10 * RETRY_MS);
  expect(ended.saved).toEqual([]);
});
