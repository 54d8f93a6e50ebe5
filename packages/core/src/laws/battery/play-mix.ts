import { createMemory } from "@twobus/dsp";
import { defineNode, isStrip, type NodeDefinition, type PlainValues } from "../../definition/node.ts";
import { API_VERSION, createRegistry, type Pack } from "../../definition/pack.ts";
import { stereo } from "../../definition/ports.ts";
import { compile } from "../../compile/compile.ts";
import { emptyMix, type ConnectionRecord, type MixDocument, type NodeRecord } from "../../document/types.ts";
import { createEngine } from "../../engine/engine.ts";
import { layOut, QUANTUM } from "../../engine/layout.ts";
import type { Stereo } from "../node-runner.ts";
import type { Subject } from "./subject.ts";

export interface PlayOptions {
  readonly values: PlainValues;
  readonly main: Stereo;
  /** Without it, key ports are unconnected. */
  readonly key?: Stereo | undefined;
  readonly bypassed?: boolean;
  /** Whether `main` also goes straight to the mix, beside the node. */
  readonly besideDry?: boolean;
  /** How often it is played, with a reset before each time. */
  readonly times?: number;
}

export interface Played {
  readonly plays: readonly Stereo[];
  readonly latencySamples: number;
  /** Addresses of processors that failed. */
  readonly failed: readonly string[];
}

/** Plays the node in a mix of its own, through compile passes and engine. Signals end on whole quanta. */
export async function playMix(subject: Subject, options: PlayOptions): Promise<Played> {
  const { main, times = 1 } = options;
  const registry = createRegistry([subject.pack, playersOf(options)]);
  const plan = compile(mixAround(subject.definition, options), registry);
  const layout = await layOut(plan, subject.modules, 1, 1);
  const memory = createMemory(layout.bytes, subject.modules.shared);
  const engine = await createEngine(plan, layout, subject.modules, memory, registry);
  const play = (): Stereo => {
    const output: Stereo = [new Float64Array(main[0].length), new Float64Array(main[0].length)];
    engine.reset();
    for (let chunk = 0; chunk < main[0].length / QUANTUM; chunk++) {
      if (plan.sources.length > 0) interleave(main, chunk * QUANTUM, engine.source(0, chunk));
      for (let job = 0; job < plan.jobs.length; job++) engine.runJob(job, chunk, 1);
      deinterleave(engine.output(chunk), output, chunk * QUANTUM);
    }
    return output;
  };
  const plays = Array.from({ length: times }, play);
  return { plays, latencySamples: plan.latencySamples, failed: engine.failed() };
}

function interleave([left, right]: Stereo, start: number, frames: Float64Array): void {
  for (let i = 0; i < frames.length / 2; i++) {
    frames[2 * i] = left[start + i]!;
    frames[2 * i + 1] = right[start + i]!;
  }
}

function deinterleave(frames: Float64Array, [left, right]: Stereo, start: number): void {
  for (let i = 0; i < frames.length / 2; i++) {
    left[start + i] = frames[2 * i]!;
    right[start + i] = frames[2 * i + 1]!;
  }
}

/** The mix: players into the node's ports, the node into the output. */
function mixAround(definition: NodeDefinition, { values, main, key, bypassed, besideDry }: PlayOptions): MixDocument {
  const mix = emptyMix("Law", 48000);
  const isTrack = isStrip(definition) && Object.keys(definition.inputs).length === 0;
  if (isTrack) mix.sources = { main: { file: "main.wav", channels: 2, sampleRate: 48000, frames: main[0].length } };
  const node: NodeRecord = {
    type: definition.type,
    version: definition.version,
    params: { ...values },
    ...(bypassed === true && { bypassed }),
    ...(isTrack && { source: "main" }),
  };
  const player = (type: string): NodeRecord => ({ type, version: 1, params: {} });
  const inputs = Object.entries(definition.inputs).filter(([, { role }]) => role === "audio" || key !== undefined);
  const connections: ConnectionRecord[] = [
    ...inputs.map(([name, { role }]) => ({ from: role === "key" ? "key.main" : "main.main", to: `node.${name}` })),
    ...Object.keys(definition.outputs)
      .slice(0, 1)
      .map((name) => ({ from: `node.${name}`, to: "out.main" })),
    ...(besideDry === true ? [{ from: "main.main", to: "out.main" }] : []),
  ];
  const graph = mix.graphs[mix.root]!;
  graph.nodes = { node, main: player("players.main"), ...(key !== undefined && { key: player("players.key") }) };
  graph.connections = connections;
  return mix;
}

/** Nodes that play a given signal from the start of the mix. */
function playersOf({ main, key }: PlayOptions): Pack {
  const nodes = [playerNode("players.main", main), ...(key === undefined ? [] : [playerNode("players.key", key)])];
  return { name: "players", apiVersion: API_VERSION, nodes };
}

function playerNode(type: `${string}.${string}`, signal: Stereo): NodeDefinition {
  return defineNode({
    type,
    version: 1,
    name: "Player",
    category: "utility",
    summary: "Plays a given signal.",
    words: [],
    references: [],
    inputs: {},
    outputs: { main: stereo() },
    params: {},
    linearity: "linear",
    kernel: () => {
      let position = 0;
      return {
        process: (_inputs, [output]) => {
          interleave(signal, position, output!);
          position += output!.length / 2;
        },
        reset: () => (position = 0),
      };
    },
  });
}
