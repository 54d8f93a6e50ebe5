import { expect, test } from "vitest";
import { after, at, refusal } from "../../test/edits.ts";
import { toyMix } from "../../test/toy-pack.ts";
import type { Command } from "./apply.ts";

const connect = (from: string, to: string, more = {}): Command => ({ kind: "connect", ...at, from, to, ...more });

test("connect refuses loops by their nodes, doubles, and ports that are not there", () => {
  const { document } = after(
    toyMix(),
    connect("synth.main", "drums.main", { gainDb: -6, panPercent: 10, muted: true }),
  );
  expect(document.graphs["mix"]!.connections.at(-1)).toEqual({
    from: "synth.main",
    to: "drums.main",
    gainDb: -6,
    panPercent: 10,
    muted: true,
  });
  expect(refusal(toyMix(), connect("stereo.main", "drums.main"))).toBe(
    "loop mix/stereo.main → drums.main: sound would run in a circle: stereo → drums → stereo; take another way",
  );
  expect(refusal(document, connect("drums.main", "drums.main"))).toContain("drums → drums;");
  expect(refusal(toyMix(), connect("kick.main", "drums.main"))).toContain("duplicate-connection");
  expect(refusal(toyMix(), connect("kick.main", "bass.key"))).toContain(
    "bass has no port key among its inputs; there are main, duck",
  );
  expect(refusal(toyMix(), connect("kick.main", "toString.main"))).toContain("unknown-node");
  expect(refusal(toyMix(), connect("kick", "drums.main"))).toContain("must be node.port");
  expect(refusal(toyMix(), connect("synth.main", "drums.main", { gainDb: 30 }))).toContain(
    "must be 24 or less, not 30",
  );
});

test("a long way round is told in the order in which sound would run", () => {
  const { document } = after(
    toyMix(),
    { kind: "addNode", ...at, type: "toy.gain", id: "a" },
    { kind: "addNode", ...at, type: "toy.gain", id: "b" },
    { kind: "addNode", ...at, type: "toy.gain", id: "c" },
    { kind: "connect", ...at, from: "a.main", to: "b.main" },
    { kind: "connect", ...at, from: "b.main", to: "c.main" },
  );
  expect(refusal(document, { kind: "connect", ...at, from: "c.main", to: "a.main" })).toContain(": c → a → b → c;");
});

test("connections are changed and taken away by their ends", () => {
  const ends = { ...at, from: "snare.main", to: "drums.main" } as const;
  const changed = after(toyMix(), { kind: "setConnection", ...ends, gainDb: 0, muted: true }).document;
  expect(changed.graphs["mix"]!.connections[1]).toEqual({
    from: "snare.main",
    to: "drums.main",
    gainDb: 0,
    panPercent: 20,
    muted: true,
  });
  const { document } = after(
    changed,
    { kind: "setConnection", ...ends, muted: false },
    { kind: "disconnect", ...ends },
  );
  expect(document.graphs["mix"]!.connections).toHaveLength(6);
  expect(refusal(document, { kind: "disconnect", ...ends })).toContain("snare.main is not connected to drums.main");
  expect(refusal(toyMix(), { kind: "setConnection", ...ends, panPercent: 101 })).toContain("must be 100 or less");
});

test("insertOnConnection leads a connection through a node and keeps its level", () => {
  const ends = { ...at, from: "snare.main", to: "drums.main" } as const;
  const { document: added } = after(toyMix(), { kind: "addNode", ...at, type: "toy.compressor", id: "comp" });
  const { document } = after(added, { kind: "insertOnConnection", ...ends, node: "comp" });
  const { connections } = document.graphs["mix"]!;
  expect(connections).toHaveLength(8);
  expect(connections).toContainEqual({ from: "snare.main", to: "comp.main" });
  expect(connections).toContainEqual({ from: "comp.main", to: "drums.main", gainDb: -3, panPercent: 20 });
  expect(refusal(added, { kind: "insertOnConnection", ...ends, node: "stereo" })).toContain("loop");
  expect(refusal(added, { kind: "insertOnConnection", ...ends, node: "synth" })).toContain("no-way-through");
});
