import fc from "fast-check";
import { expect, test } from "vitest";
import { toyMix, toyRegistry } from "../../test/toy-pack.ts";
import { splitParameterAddress } from "../document/address.ts";
import { freeKeys } from "../document/free-keys.ts";
import { parseMix } from "../document/parse.ts";
import { serialiseMix } from "../document/serialise.ts";
import { CHAIN_TYPE, type MixDocument } from "../document/types.ts";
import { validateMix } from "../document/validate.ts";
import { TwobusError } from "../problem.ts";
import type { Command } from "./apply.ts";
import { History } from "./history.ts";

const fader = (value: number): Command => ({
  kind: "setParameter",
  graph: "mix",
  node: "kick",
  param: "faderDb",
  value,
});

test("undo and redo go back and forth", () => {
  const history = new History(toyMix(), toyRegistry);
  history.do(fader(-1));
  history.do({ kind: "removeNode", graph: "mix", node: "drums" });
  const end = history.document;
  expect(history.undo()).not.toEqual([]);
  expect(history.document.graphs["mix"]!.nodes["drums"]).toBeDefined();
  history.undo();
  expect(history.document).toEqual(toyMix());
  expect([history.canUndo, history.canRedo]).toEqual([false, true]);
  expect(history.undo()).toEqual([]);
  history.redo();
  history.redo();
  expect(history.document).toEqual(end);
  expect(history.redo()).toEqual([]);
});

test("a new command after undo ends what could be done again", () => {
  const history = new History(toyMix(), toyRegistry);
  history.do(fader(-1));
  history.undo();
  history.do(fader(-2));
  expect(history.canRedo).toBe(false);
});

test("a command that is refused, or without effect, leaves no entry", () => {
  const history = new History(toyMix(), toyRegistry);
  expect(() => history.do(fader(99))).toThrow(TwobusError);
  history.do(fader(0));
  expect(history.canUndo).toBe(false);
  expect(history.document).toEqual(toyMix());
});

test("a gesture is one entry, and a drag in it one change", () => {
  const history = new History(toyMix(), toyRegistry);
  const end = history.beginGesture();
  for (let i = 1; i <= 100; i++) history.do(fader(-i / 10));
  history.do({ kind: "setMuted", graph: "mix", node: "kick", muted: true });
  end();
  history.do({ kind: "rename", name: "After" });
  history.undo();
  expect(history.undo()).toHaveLength(2);
  expect(history.document).toEqual(toyMix());
  expect(history.redo()).toHaveLength(2);
  expect(history.document.graphs["mix"]!.nodes["kick"]).toMatchObject({ muted: true, params: { faderDb: -10 } });
});

test("a gesture is ended by its owner alone, or by another that begins", () => {
  const history = new History(toyMix(), toyRegistry);
  const endSteps = history.beginGesture();
  history.do({ kind: "setMuted", graph: "mix", node: "kick", muted: true });
  const endDrag = history.beginGesture();
  history.do(fader(-1));
  endSteps();
  for (let i = 2; i <= 10; i++) history.do(fader(-i));
  endDrag();
  endDrag();
  history.do({ kind: "rename", name: "After" });
  expect(history.done.map(({ commands }) => commands.length)).toEqual([1, 1, 1]);
  history.undo();
  history.undo();
  expect(history.document.graphs["mix"]!.nodes["kick"]).toMatchObject({
    muted: true,
    params: toyMix().graphs["mix"]!.nodes["kick"]!.params,
  });
});

test("every entry says what was done, and to which mix", () => {
  const history = new History(toyMix(), toyRegistry);
  const mute: Command = { kind: "setMuted", graph: "mix", node: "kick", muted: true };
  const end = history.beginGesture();
  for (let i = 1; i <= 10; i++) history.do(fader(-i));
  end();
  history.do(mute);
  expect(history.done).toMatchObject([
    { before: toyMix(), commands: [fader(-10)] },
    { before: { name: toyMix().name }, commands: [mute] },
  ]);
  history.undo();
  expect(history.done).toHaveLength(1);
  expect(history.undone).toMatchObject([{ before: history.document, commands: [mute] }]);
});

test("connections taken away in one gesture come back where they were", () => {
  const history = new History(toyMix(), toyRegistry);
  history.beginGesture();
  for (const { from, to } of toyMix().graphs["mix"]!.connections) {
    history.do({ kind: "disconnect", graph: "mix", from, to });
  }
  history.undo();
  expect(history.document).toEqual(toyMix());
  history.redo();
  expect(history.document.graphs["mix"]!.connections).toEqual([]);
});

/** Numbers from which a command is made that fits the document as it is then: indices into what there is. */
type Dice = readonly [kind: number, a: number, b: number, c: number];

function pick<T>(list: readonly T[], index: number): T | undefined {
  return list[index % Math.max(1, list.length)];
}

const types = ["toy.track", "toy.bus", "toy.gain", "toy.compressor", CHAIN_TYPE];
const params = ["faderDb", "gainDb", "thresholdDb", "character", "lookAheadMs", "amountDb", "polarity"];
const ports = ["main", "key", "duck"];

/** Keys inside the nodes of a graph, as a cable reaches them. */
const keysIn = (mix: MixDocument, graph: string): string[] =>
  Object.keys(mix.graphs[graph]!.nodes).flatMap((node) => freeKeys(mix, toyRegistry, graph, node));

/** Some of them senseless: those must be refused and change nothing. */
function commandFrom(mix: MixDocument, [kind, a, b, c]: Dice): Command {
  const graphs = Object.keys(mix.graphs);
  const graph = pick(graphs, a)!;
  const record = mix.graphs[graph]!;
  const ids = Object.keys(record.nodes);
  const node = pick(ids, b) ?? "none";
  const param = pick([...Object.keys(record.nodes[node]?.params ?? {}), ...params], c)!;
  const ends = pick(record.connections, b) ?? { from: "none.main", to: "none.main" };
  const place = { graph, node };
  const cable = { graph, from: ends.from, to: ends.to };
  const value = pick([-c, c / 7, true, "warm", c], b)!;
  const commands: readonly Command[] = [
    { kind: "setParameter", ...place, param, value },
    {
      kind: "setAutomation",
      ...place,
      param,
      points: [
        { atSeconds: 0, value: -c, curve: "linear" },
        { atSeconds: c, value: -b, curve: "hold" },
      ],
    },
    { kind: "clearAutomation", ...splitParameterAddress(pick(Object.keys(mix.automation), b) ?? "x/x.x") },
    { kind: "addNode", graph, type: pick(types, b)!, id: pick(["x", "toString", "in", "kick"], c)! },
    { kind: "addNode", graph, type: pick(types, b)!, nodeGraph: pick(graphs, c)! },
    { kind: "removeNode", ...place },
    { kind: "renameNode", ...place, id: pick(["toString", "y", "kick", "out"], c)! },
    { kind: "setBypassed", ...place, bypassed: c % 2 === 0 },
    { kind: "setMuted", ...place, muted: c % 2 === 0 },
    { kind: "setLabel", ...place, label: c % 3 === 0 ? null : `Label ${c}` },
    { kind: "setColour", ...place, colour: c % 3 === 0 ? null : "#123abc" },
    { kind: "setSource", ...place, source: pick([null, ...Object.keys(mix.sources)], c)! },
    {
      kind: "connect",
      graph,
      from: `${pick([...ids, "in"], b)}.${pick(ports, a)}`,
      to: `${pick([...ids, "out"], c)}.${pick(ports, b)}`,
      gainDb: -c,
    },
    { kind: "connect", graph, from: `${node}.main`, to: `${pick([...ids, "out"], c)}.main` },
    { kind: "connect", graph, from: `${node}.main`, to: pick(keysIn(mix, graph), c) ?? "none/none.key" },
    { kind: "removeKey", graph, port: pick(ports, b)! },
    { kind: "disconnect", ...cable },
    { kind: "setConnection", ...cable, gainDb: c - 40, panPercent: -c, muted: c % 2 === 0 },
    { kind: "insertOnConnection", ...cable, node: pick(ids, c) ?? "none" },
    { kind: "addGraph", id: "chain" },
    { kind: "addGraph", id: "copy", content: record },
    { kind: "setNodeGraph", ...place, nodeGraph: pick([null, ...graphs], c)! },
    { kind: "addSource", id: "tom", source: { file: `${c}.wav`, channels: 2, sampleRate: 48000, frames: c } },
    { kind: "setLayout", graph, positions: { [node]: { x: a, y: b } } },
    { kind: "rename", name: `Name ${c}` },
    {
      kind: "setFrame",
      graph,
      id: pick(["drums", "toString", "constructor"], b)!,
      frame: c % 3 === 0 ? null : { x: -c, y: b, width: c, height: a, title: "Drums" },
    },
  ];
  return pick(commands, kind)!;
}

/** The toy mix with a chain that shows a parameter of a node whose pack is not here. */
function startMix(): MixDocument {
  const mix = toyMix();
  const chain = mix.graphs["bass-chain"]!;
  chain.nodes["alien"] = { type: "other.alien", version: 2, params: { depth: 1 } };
  chain.connections.push({ from: "in.main", to: "alien.input" }, { from: "alien.output", to: "out.main" });
  chain.interface.params["depth"] = { targets: ["alien.depth"] };
  mix.graphs["mix"]!.nodes["fx"] = {
    type: CHAIN_TYPE,
    version: 1,
    params: { amountDb: -20, depth: 3 },
    graph: "bass-chain",
  };
  mix.automation["mix/fx.depth"] = { points: [{ atSeconds: 0, value: 2, curve: "hold" }] };
  return mix;
}

const number = fc.nat({ max: 60 });

test("whatever is done can be undone and done again, and every mix on the way is right", () => {
  const steps = fc.array(fc.tuple(number, number, number, number), { minLength: 40, maxLength: 60 });
  const done = new Map<string, number>();
  fc.assert(
    fc.property(steps, (dice) => {
      const history = new History(startMix(), toyRegistry);
      for (const throwOfDice of dice) {
        const before = history.document;
        const command = commandFrom(before, throwOfDice);
        try {
          history.do(command);
          done.set(command.kind, (done.get(command.kind) ?? 0) + 1);
        } catch (error) {
          if (!(error instanceof TwobusError)) throw error;
          expect(history.document).toBe(before);
        }
        expect(validateMix(history.document, toyRegistry).problems).toEqual([]);
      }
      const end = history.document;
      expect(parseMix(serialiseMix(end), "end").warnings).toEqual([]);
      while (history.canUndo) history.undo();
      expect(history.document).toEqual(startMix());
      while (history.canRedo) history.redo();
      expect(history.document).toEqual(end);
    }),
    { numRuns: 50, seed: 3 },
  );
  // The sequences would prove nothing if hardly anything in them were legal.
  expect(done.size).toBe(22);
  for (const count of done.values()) expect(count).toBeGreaterThan(5);
});

test("another document is one entry, between those before and after it", () => {
  const history = new History(toyMix(), toyRegistry);
  history.do(fader(-1));
  const before = history.document;
  const other = { ...toyMix(), name: "Another" };
  history.replace(other, "Go to another mix");
  history.replace(history.document, "Stay");
  history.do(fader(-7));
  const after = history.document;
  expect(history.done.map(({ commands, name }) => [commands.length, name])).toEqual([
    [1, undefined],
    [0, "Go to another mix"],
    [1, undefined],
  ]);
  history.undo();
  expect(history.document).toEqual(other);
  history.undo();
  expect(history.document).toEqual(before);
  history.redo();
  history.redo();
  expect(history.document).toEqual(after);
});
