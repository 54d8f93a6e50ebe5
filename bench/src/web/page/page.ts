import { createRegistry, type MixDocument, type Problem } from "@twobus/core";
import { builtInPack } from "@twobus/nodes";
import { createWebPlayer, createWebRenderer, type PlayerReport, type WebPlayer } from "@twobus/renderer-web";
import type { BenchPage, Gaps } from "../bench-page.ts";
import { edited, kindOf, silenced, SOLO, trackOf, withOwnChains } from "./edits.ts";
import earUrl from "./ear-worklet.ts?worker&url";
import workletUrl from "./player-worklet.ts?worker&url";

const FOLDER = "recordings";
const media = { kind: "opfs", folder: FOLDER } as const;
const registry = createRegistry([builtInPack]);
const newWorker = (): Worker => new Worker(new URL("./render-worker.ts", import.meta.url), { type: "module" });

/** What the browser says of a context's output, where it does. */
interface StatedContext extends AudioContext {
  readonly playbackStats?: { readonly underrunEvents: number };
}

interface Opened {
  readonly context: StatedContext;
  readonly ear: AudioWorkletNode;
  readonly player: WebPlayer;
  readonly problems: Problem[];
}
/** Ten edits a second. */
const EDIT_SECONDS = 0.1;
/** So long after a loop was set it is edited: far less than its start takes. */
const LOOP_LEAD_SECONDS = 0.3;
let opened: Opened | undefined;

async function openPlayer(): Promise<Opened> {
  const context: StatedContext = new AudioContext({ sampleRate: 48_000, latencyHint: "balanced" });
  await context.audioWorklet.addModule(earUrl);
  const ear = new AudioWorkletNode(context, "ear", { outputChannelCount: [2] });
  ear.connect(context.destination);
  const problems: Problem[] = [];
  const onProblem = (problem: Problem): void => void problems.push(problem);
  const player = createWebPlayer({
    newWorker,
    workletUrl,
    media,
    onProblem,
    newDestination: () => ear,
    measuresLoad: true,
  });
  return { context, ear, player, problems };
}

/** Milliseconds since `started` when the next sound is heard. */
const nextSound = ({ port }: AudioWorkletNode, started: number): Promise<number> =>
  new Promise((resolve) => {
    port.onmessage = () => resolve(performance.now() - started);
    port.postMessage("listen");
  });

const reportFor = (player: WebPlayer, holds: (report: PlayerReport) => boolean): Promise<PlayerReport> =>
  new Promise((resolve) => {
    const stop = player.subscribe((report) => {
      if (!holds(report)) return;
      stop();
      resolve(report);
    });
  });

/** Counts what goes wrong from now on. */
function countGaps({ context, problems }: Opened): () => Gaps {
  const underrunsNow = (): number | null => context.playbackStats?.underrunEvents ?? null;
  const underruns = underrunsNow();
  const seen = problems.length;
  return () => ({
    underruns: underruns === null ? null : underrunsNow()! - underruns,
    waits: problems.slice(seen).filter(({ code }) => code === "sources-late").length,
  });
}

const rest = (seconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1000 * seconds));

globalThis.bench = {
  keep: async (file) => {
    const root = await navigator.storage.getDirectory();
    const folder = await root.getDirectoryHandle(FOLDER, { create: true });
    const handle = await folder.getFileHandle(file, { create: true });
    await (await fetch(file)).body!.pipeTo(await handle.createWritable());
  },
  open: async (mix) => {
    const started = performance.now();
    opened = await openPlayer();
    const sound = nextSound(opened.ear, started);
    await opened.player.update(JSON.parse(mix) as MixDocument);
    await opened.player.play();
    return sound;
  },
  play: async () => {
    const { player, ear } = opened!;
    await player.stop();
    await reportFor(player, ({ isPlaying }) => !isPlaying);
    await player.seek(0);
    await rest(0.2);
    const sound = nextSound(ear, performance.now());
    await player.play();
    return sound;
  },
  seek: async (seconds) => {
    await opened!.player.seek(seconds);
    await reportFor(opened!.player, ({ positionSeconds }) => positionSeconds > seconds);
  },
  watch: async (seconds) => {
    const { player, problems } = opened!;
    const gaps = countGaps(opened!);
    const loads: number[] = [];
    const positions: number[] = [];
    const stop = player.subscribe(({ load, positionSeconds }) => {
      loads.push(load ?? 0);
      positions.push(positionSeconds);
    });
    await rest(seconds);
    stop();
    return {
      load: loads.reduce((sum, load) => sum + load, 0) / loads.length,
      playedSeconds: positions.at(-1)! - positions[0]!,
      ...gaps(),
      problems: [...new Set(problems.map(({ message }) => message))],
    };
  },
  edit: async (text, seconds) => {
    const mix = withOwnChains(JSON.parse(text) as MixDocument);
    const { player } = opened!;
    await player.update(mix);
    const gaps = countGaps(opened!);
    const updates: Promise<unknown>[] = [];
    let isSolo = false;
    for (let turn = 0; turn < seconds / EDIT_SECONDS; turn++) {
      if (isSolo) updates.push(player.monitor({ solo: [] }));
      isSolo = kindOf(turn) === SOLO;
      updates.push(
        isSolo ? player.monitor({ solo: [trackOf(mix, turn)] }) : player.update(edited(mix, turn, registry)),
      );
      await rest(EDIT_SECONDS);
    }
    await Promise.all([...updates, player.monitor({ solo: [] })]);
    return gaps();
  },
  unmute: async (text, loop) => {
    const mix = JSON.parse(text) as MixDocument;
    const { player, ear } = opened!;
    await player.update(silenced(mix));
    await player.loop(undefined);
    await rest(0.5);
    if (loop !== undefined) {
      await player.loop(loop);
      await rest(LOOP_LEAD_SECONDS);
    }
    const sound = nextSound(ear, performance.now());
    await player.update(mix);
    return sound;
  },
  loop: async (loop) => {
    const { player } = opened!;
    const started = performance.now();
    await player.loop(loop);
    await player.ready();
    return performance.now() - started;
  },
  close: async () => {
    await opened?.player.dispose();
    await opened?.context.close();
    opened = undefined;
  },
  bounce: async (mix, toSeconds) => {
    const renderer = createWebRenderer({ registry, newWorker, media });
    await renderer.update(JSON.parse(mix) as MixDocument);
    const started = performance.now();
    const { pcmSha256 } = await renderer.bounce({
      container: "wav",
      sampleFormat: "float32",
      toSeconds,
      to: { kind: "opfs", path: "mix.wav" },
    });
    const seconds = (performance.now() - started) / 1000;
    await renderer.dispose();
    return { seconds, pcmSha256 };
  },
} satisfies BenchPage;
