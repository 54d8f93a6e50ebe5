import { planMix, QUANTUM, type MixDocument } from "@twobus/core";
import { beforeAll, describe, expect, test } from "vitest";
import { cable, chain, graph, mix, node, registry } from "../support/mixes.ts";
import { renderToMemory, temporaryFolder } from "../support/render.ts";
import { FRAMES, song, SOURCES, sourcesOf, writeRecordings, writeSignals } from "../support/song.ts";
import type { Edit } from "./edits.ts";
import { cut, difference, firstDifference, peakDb, playFor } from "./listen.ts";
import { createLiveMix, type LiveMix, type Sound } from "./live-mix.ts";

let folder = "";
let offline: Sound;
beforeAll(async () => {
  let cleanUp = async (): Promise<void> => {};
  folder = await temporaryFolder((work) => (cleanUp = work));
  await writeRecordings(folder);
  const { left, right } = await renderToMemory(song(), folder);
  offline = [Float32Array.from(left), Float32Array.from(right)];
  return cleanUp;
});

async function withLive(
  play: (live: LiveMix) => Promise<void>,
  options?: Parameters<typeof createLiveMix>[2],
  document: MixDocument = song(),
): Promise<void> {
  const live = await createLiveMix(document, SOURCES, options);
  live.director.update(document);
  try {
    await play(live);
  } finally {
    await live.close();
  }
}

describe.each([true, false])("with shared memory: %s", (isShared) => {
  test("playing from the start makes the samples of a render", () =>
    withLive(
      async (live) => {
        const heard = await playFor(live, 230);
        expect(peakDb(heard)).toBeGreaterThan(-20);
        expect(firstDifference(heard, offline)).toBe(-1);
      },
      { isShared },
    ));

  test.each(Object.entries(soundlessEdits()))("%s changes no bit", (_, edit) =>
    withLive(
      async (live) => {
        const before = await playFor(live, 40);
        const document = song();
        edit(document);
        live.director.update(document);
        await live.run(60);
        live.director.update(song());
        await live.run(60);
        const heard = live.heard();
        expect(firstDifference(before, offline)).toBe(-1);
        expect(firstDifference(heard, cut(offline, 40 * QUANTUM, 120 * QUANTUM))).toBe(-1);
      },
      { isShared },
    ),
  );
});

test("a recording that is exchanged, or begins elsewhere, is heard", async () => {
  const recordings = { one: SOURCES["kick"]!.map(() => 0.5), other: SOURCES["kick"]!.map(() => 0.25) };
  const frames = recordings.one.length;
  const playing = (source: { file: string; startSeconds?: number }): MixDocument =>
    mix(
      { it: { frames, ...source } },
      { mix: graph({ it: node("track", {}, { source: "it" }) }, [cable("it", "out")]) },
    );
  const live = await createLiveMix(playing({ file: "one.wav" }), recordings);
  const levelOf = async (document: MixDocument): Promise<number> => {
    live.director.update(document);
    await live.run(60);
    live.heard();
    await live.run(1);
    return live.heard()[0][0]!;
  };
  live.director.play();
  const before = await levelOf(playing({ file: "one.wav" }));
  expect((await levelOf(playing({ file: "other.wav" }))) / before).toBeCloseTo(0.5, 6);
  expect(await levelOf(playing({ file: "other.wav", startSeconds: 100 }))).toBe(0);
  await live.close();
});

function soundlessEdits(): Readonly<Record<string, Edit>> {
  return {
    "moving a box": (document) => (document.layout["mix"] = { kick: { x: 3, y: 4 } }),
    "giving a strip a name": (document) => (document.graphs["mix"]!.nodes["kick"]!.label = "Bass drum"),
    "another order of cables": (document) => document.graphs["mix"]!.connections.reverse(),
    "a bypassed processor": (document) => {
      const { eq, ...others } = document.graphs["master-chain"]!.nodes;
      const tilt = { ...node("tiltEq", { tiltDb: 3 }), bypassed: true };
      document.graphs["master-chain"] = chain({ eq: eq!, tilt, ...others });
    },
    "a group": (document) => {
      document.graphs["drums-inner"] = document.graphs["drums-chain"]!;
      document.graphs["drums-chain"] = chain({
        group: { type: "twobus.chain", version: 1, params: {}, graph: "drums-inner" },
      });
      const { group } = document.graphs["drums-chain"]!.nodes;
      expect(group).toBeDefined();
    },
    "an unconnected track": (document) =>
      (document.graphs["mix"]!.nodes["spare"] = node("track", {}, { source: "pad" })),
    "a silent cable": (document) =>
      document.graphs["mix"]!.connections.push(cable("kick", "stereo-bus", { muted: true })),
  };
}

test("after stop there is silence", () =>
  withLive(async (live) => {
    await playFor(live, 50);
    live.director.seek(20_000);
    await live.settle();
    await live.run(20);
    live.director.stop();
    await live.settle();
    live.heard();
    await live.run(4);
    expect(live.events.at(-1)?.kind).toBe("stopped");
    expect(peakDb(live.heard())).toBe(-240);
  }));

test("after stop it goes on where it was", () =>
  withLive(async (live) => {
    await playFor(live, 50);
    live.director.stop();
    await live.settle();
    const { position } = live.player;
    await live.run(10);
    expect(live.player.position).toBe(position);
    const heard = await playFor(live, 40);
    const apart = difference(heard, cut(offline, position, 40 * QUANTUM));
    expect(peakDb(cut(apart, 30 * QUANTUM, 10 * QUANTUM))).toBeLessThan(-50);
  }));

/** The song without what holds gain back for a time: nothing of what was heard between edits lasts. */
function briefSong(): MixDocument {
  const document = song();
  const { graphs } = document;
  graphs["bass-chain"]!.nodes["duck"]!.params["ratio"] = 1;
  graphs["drums-chain"] = chain({ clip: graphs["drums-chain"]!.nodes["clip"]! });
  const { eq, tube } = graphs["master-chain"]!.nodes;
  graphs["master-chain"] = chain({ eq: eq!, tube: tube! });
  return document;
}

test.each([3, 4, 5, 6])(
  "edits in the middle of fades arrive in the end, and none is lost: at most %i quanta apart",
  async (cycle) => {
    const { left, right } = await renderToMemory(briefSong(), folder);
    await withLive(
      async (live) => {
        await playFor(live, 20);
        for (let edit = 0; edit < 30; edit++) {
          const document = briefSong();
          document.graphs["mix"]!.nodes["pad"]!.muted = edit % 2 === 0;
          document.graphs["mix"]!.nodes["kick"]!.params["faderDb"] = -edit;
          live.director.update(document);
          await live.run(edit % cycle);
        }
        live.director.update(briefSong());
        await live.settle();
        await live.run(30);
        live.heard();
        const { position } = live.player;
        await live.run(40);
        const expected: Sound = [Float32Array.from(left), Float32Array.from(right)];
        expect(peakDb(difference(live.heard(), cut(expected, position, 40 * QUANTUM)))).toBeLessThan(-40);
        expect(live.problems).toEqual([]);
      },
      undefined,
      briefSong(),
    );
  },
);

test("edits in the middle of fades of the whole song arrive in the end, once what holds gain back has settled", async () => {
  const frames = 6 * 48_000;
  const whole = song(frames);
  const signals = sourcesOf(frames);
  await writeSignals(folder, signals);
  const { left, right } = await renderToMemory(whole, folder);
  await writeRecordings(folder);
  const live = await createLiveMix(whole, signals);
  live.director.update(whole);
  await playFor(live, 20);
  for (let edit = 0; edit < 30; edit++) {
    const document = song(frames);
    document.graphs["mix"]!.nodes["pad"]!.muted = edit % 2 === 0;
    document.graphs["mix"]!.nodes["kick"]!.params["faderDb"] = -edit;
    live.director.update(document);
    await live.run(edit % 5);
  }
  live.director.update(whole);
  await live.settle();
  await live.run(30);
  const expected: Sound = [Float32Array.from(left), Float32Array.from(right)];
  /** How far what is heard at that frame of the song, and for 0.1 s, is from what was to be heard. */
  const apartDbAt = async (frame: number): Promise<number> => {
    while (live.player.position < frame) await live.run(1);
    live.heard();
    const { position } = live.player;
    await live.run(40);
    return peakDb(difference(live.heard(), cut(expected, position, 40 * QUANTUM)));
  };
  const [soonDb, laterDb] = [await apartDbAt(1.3 * 48_000), await apartDbAt(4.5 * 48_000)];
  await live.close();
  expect(soonDb).toBeLessThan(-40);
  // The slow cell of the bus compressor gives back what it holds by 1.7 dB in a second
  expect(laterDb).toBeLessThan(-80);
  expect(live.problems).toEqual([]);
});

test("an edit that comes while the one before it is refused is not lost", async () => {
  const muted = (track: string): MixDocument => {
    const document = song();
    document.graphs["mix"]!.nodes[track]!.muted = true;
    return document;
  };
  let toRefuse = 0;
  const live = await createLiveMix(song(), SOURCES, {
    refuses: () => {
      if (toRefuse === 0) return false;
      toRefuse--;
      live.director.update(muted("pad"));
      return true;
    },
  });
  live.director.update(song());
  await playFor(live, 20);
  toRefuse = 1;
  live.director.update(muted("kick"));
  await live.settle();
  expect(live.problems.map(({ code }) => code)).toEqual(["playback-failed"]);
  expect(live.director.running!.plan.jobs).toEqual(planMix(muted("pad"), registry).plan.jobs);
  await live.close();
});

test("a recording that is missing is silent and named; the rest plays", async () => {
  const { kick: _, ...others } = SOURCES;
  const live = await createLiveMix(song(), others);
  live.director.update(song());
  const heard = await playFor(live, 100);
  expect(live.problems).toMatchObject([{ code: "missing-file", at: "kick.wav" }]);
  expect(peakDb(heard)).toBeGreaterThan(-30);
  await live.close();
});

test("a mix that no plan can be made of is refused, and the old one plays on", () =>
  withLive(async (live) => {
    await playFor(live, 20);
    const broken = song();
    broken.graphs["mix"]!.connections.push(cable("stereo-bus", "drums"));
    expect(() => live.director.update(broken)).toThrow("circle");
    await live.run(60);
    expect(firstDifference(live.heard(), cut(offline, 20 * QUANTUM, 60 * QUANTUM))).toBe(-1);
  }));

test("muting all that plays is no end of the song", () =>
  withLive(async (live) => {
    await playFor(live, 40);
    const document = song();
    for (const strip of Object.values(document.graphs["mix"]!.nodes)) strip.muted = true;
    live.director.update(document);
    await live.run(60);
    expect(peakDb(cut(live.heard(), 50 * QUANTUM, 10 * QUANTUM))).toBe(-240);
    expect(live.director.endFrame).toBe(FRAMES);
  }));

test("the monitor turns down and folds to mono, and the way back is exact", () =>
  withLive(async (live) => {
    await playFor(live, 20);
    live.player.receive({ kind: "monitor", settings: { gain: 0.1, mono: true } });
    await live.run(60);
    const [left, right] = cut(live.heard(), 40 * QUANTUM, 20 * QUANTUM);
    const [whole, other] = cut(offline, 60 * QUANTUM, 20 * QUANTUM);
    expect(firstDifference([left, right], [right, left])).toBe(-1);
    const folded = whole.map((x, i) => 0.1 * ((x + other[i]!) / 2));
    expect(peakDb(difference([left, right], [folded, folded]))).toBeLessThan(-140);
    live.player.receive({ kind: "monitor", settings: { gain: 1, mono: false } });
    await live.run(40);
    live.heard();
    await live.run(20);
    expect(firstDifference(live.heard(), cut(offline, 120 * QUANTUM, 20 * QUANTUM))).toBe(-1);
  }));
