import { emptyMix, HUES } from "@twobus/core";
import { EditorSession } from "../src/session/editor-session.ts";
import { toyRegistry } from "./toy-registry.ts";

/** Drums of two tracks, and a bass whose compressor is keyed by the kick. */
export function toySession(): EditorSession {
  const session = new EditorSession(emptyMix("Toy song", 48_000), toyRegistry);
  const graph = "mix";
  const add = (type: string, id: string, more: object = {}): void =>
    void session.do({ kind: "addNode", graph, type: `toy.${type}`, id, ...more });
  add("bus", "stereo-bus", { label: "Stereo Bus" });
  add("bus", "drums", { label: "Drums", colour: HUES.drums });
  add("track", "kick", { label: "Kick" });
  add("track", "snare", { label: "Snare", params: { faderDb: -4.5, panPercent: -20 } });
  add("track", "bass", { label: "Bass", colour: HUES.bass });
  add("compressor", "duck", { label: "Duck" });
  for (const [from, to] of [
    ["kick.main", "drums.main"],
    ["snare.main", "drums.main"],
    ["drums.main", "stereo-bus.main"],
    ["bass.main", "duck.main"],
    ["kick.main", "duck.key"],
    ["duck.main", "stereo-bus.main"],
    ["stereo-bus.main", "out.main"],
  ] as const) {
    session.do({ kind: "connect", graph, from, to });
  }
  return new EditorSession(session.getState().document, toyRegistry);
}
