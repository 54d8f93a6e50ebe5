import {
  compile,
  emptyMix,
  History,
  parseMix,
  serialiseMix,
  upgradeNodes,
  validateMix,
  type GraphRecord,
  type MixDocument,
} from "@twobus/core";
import { spreadOf } from "../rounds.ts";
import type { Section } from "../section.ts";
import { node, registry } from "../session/mix.ts";
import { SAMPLE_RATE } from "../session/topology.ts";

const INSTANCES = 10_000;
const ASKED_MS = 2000;

export const chains: Section = {
  name: "chains",
  summary: `${INSTANCES} nodes of one chain are loaded, compiled and changed at once`,
  measure: async (options) => {
    const rounds = options.rounds ?? 5;
    const text = serialiseMix(manyLinked());
    const times: Record<Work, number[]> = { load: [], compile: [], edit: [], update: [] };
    for (let round = 0; round < rounds; round++) {
      for (const [work, ms] of Object.entries(oneRound(text))) times[work as Work].push(ms);
    }
    const row = (what: string, work: Work, asked?: number) => {
      const { minimum, median } = spreadOf(times[work]);
      return [what, minimum, median, asked];
    };
    return [
      {
        title: `Chains: ${INSTANCES} linked nodes`,
        command: `npm run bench -- chains --rounds ${rounds}`,
        columns: ["", "ms, least", "ms, median", "asked: at most"],
        rows: [
          row("the document is read, brought up to date and validated", "load", ASKED_MS),
          row("it is compiled", "compile"),
          row("a value inside is changed for all of them", "edit"),
          row("all of them are brought to another version", "update"),
        ],
        notes: [
          `A track through ${INSTANCES} chain nodes that follow one graph, side by side into the mix; every hundredth has a value of its own.`,
        ],
      },
    ];
  },
};

type Work = "load" | "compile" | "edit" | "update";

function oneRound(text: string): Record<Work, number> {
  const timed = <T>(work: () => T): readonly [T, number] => {
    const started = performance.now();
    const result = work();
    return [result, performance.now() - started];
  };
  const [document, load] = timed(() => {
    const upgraded = upgradeNodes(parseMix(text, "many").document, registry).document;
    const { problems } = validateMix(upgraded, registry);
    if (problems[0] !== undefined) throw new Error(problems[0].message);
    return upgraded;
  });
  const [, compiling] = timed(() => compile(document, registry));
  const history = new History(document, registry);
  const [, edit] = timed(() =>
    history.do({ kind: "setParameter", graph: "level", node: "a", param: "gainDb", value: -6 }),
  );
  const [, update] = timed(() => history.do({ kind: "replaceGraph", id: "level", content: level(-9) }));
  return { load, compile: compiling, edit, update };
}

const main = { main: { role: "audio" as const } };

/** A gain that shows its level. */
const level = (gainDb: number): GraphRecord => ({
  interface: { inputs: main, outputs: main, params: { levelDb: { targets: ["a.gainDb"] } } },
  nodes: { a: node("twobus.gain", { gainDb }) },
  connections: [
    { from: "in.main", to: "a.main" },
    { from: "a.main", to: "out.main" },
  ],
});

function manyLinked(): MixDocument {
  const mix = emptyMix("Many", SAMPLE_RATE);
  mix.sources["kick"] = { file: "kick.wav", channels: 2, sampleRate: SAMPLE_RATE, frames: SAMPLE_RATE };
  mix.graphs["level"] = level(-3);
  const { nodes, connections } = mix.graphs[mix.root]!;
  nodes["kick"] = node("twobus.track", {}, { source: "kick" });
  for (let n = 0; n < INSTANCES; n++) {
    const params = n % 100 === 0 ? { levelDb: -50 } : {};
    nodes[`fx${n}`] = { type: "twobus.chain", version: 1, params, graph: "level" };
    connections.push({ from: "kick.main", to: `fx${n}.main` }, { from: `fx${n}.main`, to: "out.main" });
  }
  return mix;
}
