import { expect, test } from "vitest";
import { toySession } from "../../test/toy-mix.ts";
import { replaceRecording } from "./replace-recording.ts";
import type { Stem } from "./stems.ts";
import { stripKind } from "./strip-kind.ts";

const stem = (name: string): Stem => ({
  label: name,
  source: { file: `${name}.wav`, channels: 1, sampleRate: 48_000, frames: 48_000 },
});

test("a track takes one recording, which can be undone, and refuses several", () => {
  const session = toySession();
  const take = replaceRecording(session, "mix", "kick");
  expect(take([stem("Kick 2")])).toBe("Kick plays Kick 2.wav now.");
  expect(session.document.sources).toEqual({ "kick-2": stem("Kick 2").source });
  expect(take([stem("Kick 3")])).toBe("Kick plays Kick 3.wav now.");
  expect(Object.keys(session.document.sources)).toEqual(["kick-3"]);
  expect(session.gestures().done).toHaveLength(2);

  expect(take([stem("a"), stem("b")])).toBe("");
  expect(session.getState().refusal).toMatchObject({ code: "several-recordings", at: "Kick" });
  expect(replaceRecording(session, "mix", "drums")([stem("a")])).toBe("");
  expect(session.getState().refusal?.code).toBe("source-not-allowed");
  expect(session.gestures().done).toHaveLength(2);
  session.undo();
  session.undo();
  expect(session.document.sources).toEqual({});
});

test("a track, a bus, and what is no strip", () => {
  const { document, registry } = toySession();
  const kindOf = (node: string) => stripKind(document.graphs["mix"]!, node, registry);
  expect(["kick", "drums", "duck", "in", "nobody"].map(kindOf)).toEqual([
    "track",
    "bus",
    undefined,
    undefined,
    undefined,
  ]);
});
