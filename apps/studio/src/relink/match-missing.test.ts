import { emptyMix } from "@twobus/core";
import { EditorSession } from "@twobus/editor";
import { expect, test } from "vitest";
import { registry } from "../registry.ts";
import { matchMissing, playedOf, type Candidate, type MissingRecording } from "./match-missing.ts";

const facts = { channels: 1, sampleRate: 48000, frames: 1000 };
const missing = (file: string, rest: Partial<MissingRecording> = {}): MissingRecording => ({ file, ...facts, ...rest });
const candidate = (path: string, rest: Partial<Candidate> = {}): Candidate => ({ path, ...facts, ...rest });
const found = (recordings: MissingRecording[], candidates: Candidate[]): [string, string][] => [
  ...matchMissing(recordings, candidates).found,
];

test("by name, wherever it lies and however it is capitalised", () => {
  expect(found([missing("stems/Kick.wav")], [candidate("elsewhere/deep/KICK.WAV")])).toEqual([
    ["stems/Kick.wav", "elsewhere/deep/KICK.WAV"],
  ]);
});

test("of several of one name, the one in the same folders", () => {
  const [verse, chorus] = [missing("song/verse/Kick.wav"), missing("song/chorus/Kick.wav")];
  const candidates = [candidate("take/song/chorus/Kick.wav"), candidate("take/song/verse/Kick.wav")];
  expect(found([verse, chorus], candidates)).toEqual([
    ["song/verse/Kick.wav", "take/song/verse/Kick.wav"],
    ["song/chorus/Kick.wav", "take/song/chorus/Kick.wav"],
  ]);
});

test("another take of the same name is not taken, and is named", () => {
  for (const other of [{ frames: 999 }, { sampleRate: 44100 }, { channels: 2 }]) {
    const recordings = [missing("Kick.wav")];
    expect(matchMissing(recordings, [candidate("Kick.wav", other)])).toEqual({
      found: new Map(),
      stillMissing: recordings,
      different: recordings,
    });
  }
});

test("what was renamed is known by its bytes", () => {
  const recordings = [missing("Kick.wav", { sha256: "aa" }), missing("Snare.wav", { sha256: "bb" })];
  const candidates = [candidate("Audio 1.wav", { sha256: "bb" }), candidate("Audio 2.wav", { sha256: "cc" })];
  const { found: matches, stillMissing, different } = matchMissing(recordings, candidates);
  expect([...matches]).toEqual([["Snare.wav", "Audio 1.wav"]]);
  expect(stillMissing).toEqual([recordings[0]]);
  expect(different).toEqual([]);
});

test("the same bytes before the same name; other bytes never", () => {
  const kick = missing("Kick.wav", { sha256: "aa" });
  const named = candidate("Kick.wav", { sha256: "bb" });
  expect(found([kick], [named, candidate("Bounce.wav", { sha256: "aa" })])).toEqual([["Kick.wav", "Bounce.wav"]]);
  expect(found([kick], [named])).toEqual([]);
});

test("only what tracks play is missing: another recording takes its place, the last of its tracks goes, both undone", () => {
  const session = new EditorSession(emptyMix("Song", 48_000), registry);
  const graph = "mix";
  const source = { file: "Kick.wav", ...facts };
  const [kick, snare] = [missing("Kick.wav"), missing("Snare.wav")];
  const names = (): string[] => playedOf([kick, snare], session.document).map(({ file }) => file);
  session.do({ kind: "addSource", id: "kick", source });
  session.do({ kind: "addSource", id: "snare", source: { ...source, file: "Snare.wav" } });
  expect(names()).toEqual([]);
  for (const id of ["kick", "snare"]) session.do({ kind: "addNode", graph, type: "twobus.track", id, source: id });
  expect(names()).toEqual(["Kick.wav", "Snare.wav"]);
  session.do({ kind: "replaceSource", graph, node: "kick", id: "take", source: { ...source, file: "Take.wav" } });
  expect(names()).toEqual(["Snare.wav"]);
  session.do({ kind: "removeNode", graph, node: "snare" });
  expect(names()).toEqual([]);
  session.undo();
  session.undo();
  expect(names()).toEqual(["Kick.wav", "Snare.wav"]);
});
