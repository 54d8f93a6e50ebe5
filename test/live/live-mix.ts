import { readFile } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { compileModules, fault, QUANTUM, type MixDocument, type Recording } from "@twobus/core";
import { Director } from "@twobus/core/live";
import { createSlots, Player, RING_VALUES, type PlayerEvent, type PlayerMessage } from "@twobus/core/player";
import { registry } from "../support/mixes.ts";

/** Left and right. */
export type Sound = readonly [Float32Array, Float32Array];

/** A director and a player on one thread, and what the player made. */
export interface LiveMix {
  readonly director: Director;
  readonly player: Player;
  readonly events: readonly PlayerEvent[];
  readonly problems: readonly { readonly code: string; readonly at: string }[];
  /** Plays that many quanta while the director works. */
  run(quanta: number): Promise<void>;
  /** Plays until the director has nothing left to do and nothing fades. */
  settle(): Promise<void>;
  /** Everything since the last call. */
  heard(): Sound;
  close(): Promise<void>;
}

/** Of work that others have their turn between. */
const PIECES_AT_A_TIME = 8;

const modules = {
  shared: await compileModules(registry, readFile, true),
  plain: await compileModules(registry, readFile, false),
};

export async function createLiveMix(
  document: MixDocument,
  signals: Readonly<Record<string, Float64Array>>,
  {
    isShared = true,
    refuses = () => false,
    openingTurns = 0,
  }: {
    readonly isShared?: boolean;
    /** Whether the player cannot take a voice: asked of each as it is handed over. */
    readonly refuses?: () => boolean;
    /** How long it takes to open a recording: quanta that are played meanwhile. */
    readonly openingTurns?: number;
  } = {},
): Promise<LiveMix> {
  const compiled = isShared ? modules.shared : modules.plain;
  const events: PlayerEvent[] = [];
  const problems: { code: string; at: string }[] = [];
  const blocks: [Float32Array, Float32Array][] = [];
  let told = Promise.resolve();
  let pieces = 0;
  const director = await Director.create({
    registry,
    modules: compiled,
    plainModules: modules.plain,
    open: async ({ file, sampleRate }) => {
      for (let turn = 0; turn < openingTurns; turn++) await setImmediate();
      const signal = signals[file.replace(/\.wav$/, "")];
      if (signal === undefined) throw fault("missing-file", file, "there is no such recording");
      return memoryRecording(file, signal, sampleRate);
    },
    send: (message: PlayerMessage, transfer) => {
      if (message.kind === "handOver" && refuses()) {
        const { slot } = message.handOver;
        void setImmediate().then(() => director.told({ kind: "refused", slot, cause: "no room" }));
      } else player.receive(structuredClone(message, { transfer }));
    },
    rest: async () => setImmediate(),
    giveWay: async () => {
      if (++pieces % PIECES_AT_A_TIME === 0) await setImmediate();
    },
    report: (problem) => problems.push(problem),
    standsBy: true,
    aheadChunks: 64,
  });
  const player = new Player({
    sampleRate: document.sampleRate,
    slots: await createSlots(compiled, isShared ? director.memories : undefined),
    registry,
    tell: (event) => {
      events.push(event);
      told = told.then(() => director.told(event));
    },
  });
  const rings = new Float64Array(RING_VALUES);
  const run = async (quanta: number): Promise<void> => {
    for (let quantum = 0; quantum < quanta; quantum++) {
      const block: [Float32Array, Float32Array] = [new Float32Array(QUANTUM), new Float32Array(QUANTUM)];
      player.process(...block);
      blocks.push(block);
      player.readRings(rings);
      director.taken(rings);
      await setImmediate();
    }
  };
  return {
    director,
    player,
    events,
    problems,
    run,
    settle: async () => {
      do await run(1);
      while (!director.isSettled);
      await told;
    },
    heard: () => {
      const whole = blocks.splice(0);
      return [joined(whole.map(([left]) => left)), joined(whole.map(([, right]) => right))];
    },
    close: () => director.dispose(),
  };
}

const joined = (blocks: readonly Float32Array[]): Float32Array => {
  const whole = new Float32Array(blocks.length * QUANTUM);
  blocks.forEach((block, index) => whole.set(block, index * QUANTUM));
  return whole;
};

/** As float32, as files hold it. */
function memoryRecording(name: string, exact: Float64Array, sampleRate: number): Recording {
  const signal = Float32Array.from(exact);
  let at = 0;
  return {
    name,
    format: { sampleRate, channels: 1, frames: signal.length },
    warnings: [],
    read: async (channels) => {
      const part = signal.subarray(at, at + channels[0]!.length);
      for (const channel of channels) channel.set(part);
      at += part.length;
      return part.length;
    },
    skip: async (frames) => {
      at += frames;
      return frames;
    },
    close: async () => {},
  };
}
