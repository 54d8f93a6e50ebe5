import { defineNode, isStrip, type NodeDefinition, type PlainValues } from "../../definition/node.ts";
import { API_VERSION, createRegistry, type Pack } from "../../definition/pack.ts";
import { stereo } from "../../definition/ports.ts";
import { emptyMix, type ConnectionRecord, type MixDocument, type NodeRecord } from "../../document/types.ts";
import { createMixPlayer } from "../mix-player.ts";
import type { Stereo } from "../../solo/node-runner.ts";
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

/** Plays the node in a mix of its own, through compile passes and engine. */
export async function playMix(subject: Subject, options: PlayOptions): Promise<Played> {
  const { main, times = 1 } = options;
  const registry = createRegistry([subject.pack, playersOf(options)]);
  const player = await createMixPlayer(mixAround(subject.definition, options), registry, subject.modules);
  const plays = Array.from({ length: times }, () => player.play(main[0].length, { main }));
  return { plays, latencySamples: player.plan.latencySamples, failed: player.engine.failed() };
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
          for (let i = 0; i < output!.length; i++, position++) output![i] = signal[i % 2]![position >> 1] ?? 0;
        },
        reset: () => (position = 0),
      };
    },
  });
}
