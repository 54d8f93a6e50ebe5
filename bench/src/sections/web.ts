import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { runScript } from "../child.ts";
import { interleaved, spreadOf } from "../rounds.ts";
import type { Section } from "../section.ts";
import { sessionMix } from "../session/mix.ts";
import { linkRecordings, writeRecording } from "../session/recordings.ts";
import type { SessionShape } from "../session/topology.ts";
import { twobusScript, type TwobusRun, type TwobusTask } from "../session/twobus-task.ts";
import type { Cell, Table } from "../tables.ts";
import { inTemporaryFolder } from "../temporary-folder.ts";
import type { Bounced, Gaps } from "../web/bench-page.ts";
import { REST_SECONDS, visitExamplePage, type ExampleVisits, type HeardAfter } from "../web/example-page.ts";
import { KINDS } from "../web/page/edits.ts";
import { openPage, type OpenPage } from "../web/open-page.ts";

const LARGE = { tracks: 107, buses: 12 };
const SMALL = { tracks: 20, buses: 4 };
const REFERENCE = { tracks: 32, buses: 6 };
const EDITED_SECONDS = 60;
const UNMUTES = 8;
const EXAMPLE_VISITS = 8;
const SHORT_MINUTES = 3;
const WATCHED_SECONDS = 10;
const BOUNCED_SECONDS = 30;
const LOOP = { startSeconds: 100, endSeconds: 130 };
/** At most: percent of a core, MiB, then milliseconds. */
const ASKED = { load: 40, memory: 600, open: 1000, start: 150, edit: 50 };

export const web: Section = {
  name: "web",
  summary: `a Chromium plays ${LARGE.tracks} tracks, opens ${SMALL.tracks}, and bounces beside Node`,
  measure: (options) =>
    inTemporaryFolder(async (folder) => {
      const rounds = options.rounds ?? 3;
      const longMinutes = options.minutes ?? 10;
      const lengths = [BOUNCED_SECONDS, SHORT_MINUTES * 60, longMinutes * 60];
      await mkdir(join(folder, "site"));
      for (const seconds of lengths) {
        await writeRecording(join(folder, "site", recordingOf(seconds)), 1, seconds, "int24");
      }
      const chromium = await openPage(folder);
      try {
        for (const seconds of lengths) await chromium.page.evaluate((file) => bench.keep(file), recordingOf(seconds));
        return [
          await timesToSound(chromium, rounds),
          await playing(chromium, longMinutes),
          await editing(chromium),
          await looping(chromium),
          ...(await onExamplePage(chromium, folder)),
          await bouncing(chromium, folder, rounds),
        ];
      } finally {
        await chromium.close();
      }
    }),
};

const recordingOf = (seconds: number): string => `recording-${seconds}.wav`;

/** The session as text, one recording behind all its sources: each is opened, read and decoded on its own all the same. */
function mixOf(shape: SessionShape): string {
  const mix = sessionMix(shape);
  for (const source of Object.values(mix.sources)) source.file = recordingOf(shape.seconds);
  return JSON.stringify(mix);
}

/** Not every browser counts underruns. */
const counted = (underruns: number | null): Cell => underruns ?? "not counted";

async function timesToSound({ page, version }: OpenPage, rounds: number): Promise<Table> {
  const mix = mixOf({ ...SMALL, seconds: SHORT_MINUTES * 60 });
  const opens: number[] = [];
  const starts: number[] = [];
  for (let round = 0; round < rounds; round++) {
    opens.push(await page.evaluate((text) => bench.open(text), mix));
    starts.push(await page.evaluate(() => bench.play()), await page.evaluate(() => bench.play()));
    await page.evaluate(() => bench.close());
  }
  const row = (name: string, times: readonly number[], asked: number): Table["rows"][number] => [
    name,
    spreadOf(times).median,
    Math.max(...times),
    asked,
  ];
  return {
    title: `In the browser: to the first sound of ${SMALL.tracks} tracks`,
    command: `npm run bench -- web --rounds ${rounds}`,
    columns: ["", "ms, median", "ms, most", "asked: at most"],
    rows: [row("opening a mix and playing it", opens, ASKED.open), row("play, once it is open", starts, ASKED.start)],
    notes: [
      `Chromium ${version}, headless, the page isolated and built for production. Opening begins with a new Worker and a new audio context; recordings are 24-bit WAV files in the private file system. Counted until a sample that is not 0 leaves the player in the audio thread: what the device adds comes on top.`,
    ],
  };
}

async function playing(chromium: OpenPage, longMinutes: number): Promise<Table> {
  const columns = [
    "song",
    "load of the audio thread, % of a core",
    "underruns",
    "waits for recordings",
    "memory of the page, MiB",
  ];
  const rows: Table["rows"][number][] = [];
  for (const minutes of [SHORT_MINUTES, longMinutes]) {
    const { load, underruns, waits, bytes } = await playLarge(chromium, minutes);
    rows.push([`${minutes} min`, 100 * load, counted(underruns), waits, Math.round(bytes / 2 ** 20)]);
  }
  return {
    title: `In the browser: ${LARGE.tracks} stereo tracks play`,
    command: `npm run bench -- web --minutes ${longMinutes}`,
    columns,
    rows: [...rows, ["asked: at most", ASKED.load, 0, 0, ASKED.memory]],
    notes: [
      `${LARGE.tracks} tracks and ${LARGE.buses} buses with the chains of the reference session at 48 kHz. Load: the time that the audio thread spends in the player, of all time, over ${WATCHED_SECONDS} s; it waits for nothing, so a busy machine makes it larger. Memory: the most that is resident in the page's process, Workers and worklet included, while it plays, seeks to the last fifth of the song, and plays on.`,
    ],
  };
}

async function playLarge(
  { page, watchMemory }: OpenPage,
  minutes: number,
): Promise<Gaps & { load: number; bytes: number }> {
  const seconds = minutes * 60;
  const memory = watchMemory();
  await page.evaluate((text) => bench.open(text), mixOf({ ...LARGE, seconds }));
  await page.evaluate(() => bench.watch(2)); // until code is optimised
  const { load, playedSeconds, underruns, waits, problems } = await page.evaluate(
    (s) => bench.watch(s),
    WATCHED_SECONDS,
  );
  await page.evaluate((to) => bench.seek(to), 0.8 * seconds);
  await page.evaluate(() => bench.watch(2));
  await page.evaluate(() => bench.close());
  const bytes = await memory.most();
  if (problems.length > 0 || playedSeconds < 0.9 * WATCHED_SECONDS) {
    throw new Error(`it played ${playedSeconds.toFixed(1)} s in ${WATCHED_SECONDS} s: ${problems.join("; ")}`);
  }
  return { load, underruns, waits, bytes };
}

async function editing({ page, version }: OpenPage): Promise<Table> {
  const mix = mixOf({ ...REFERENCE, seconds: SHORT_MINUTES * 60 });
  await page.evaluate((text) => bench.open(text), mix);
  await page.evaluate(() => bench.watch(2)); // until code is optimised
  const undisturbed = await page.evaluate((s) => bench.watch(s), EDITED_SECONDS);
  const edited = await page.evaluate(([text, s]) => bench.edit(text, s), [mix, EDITED_SECONDS] as const);
  await page.evaluate(() => bench.seek(0));
  await page.evaluate(() => bench.watch(2));
  const times: number[] = [];
  for (let round = 0; round < UNMUTES; round++) times.push(await page.evaluate((text) => bench.unmute(text), mix));
  await page.evaluate(() => bench.close());
  return {
    title: `In the browser: ${REFERENCE.tracks} tracks are edited while they play`,
    command: "npm run bench -- web",
    columns: ["", "measured", "asked: at most"],
    rows: [
      [`underruns in ${EDITED_SECONDS} s without edits`, counted(undisturbed.underruns), 0],
      [`underruns in ${EDITED_SECONDS} s with ten edits a second`, counted(edited.underruns), 0],
      [`waits for recordings in ${EDITED_SECONDS} s without edits`, undisturbed.waits, 0],
      [`waits for recordings in ${EDITED_SECONDS} s with ten edits a second`, edited.waits, 0],
      ["ms from unmuting the stereo bus to its sound, median", spreadOf(times).median, ASKED.edit],
      ["ms from unmuting the stereo bus to its sound, most", Math.max(...times), ASKED.edit],
    ],
    notes: [
      `Chromium ${version}, headless; underruns are those of the browser's own count, waits those of the player's. Edits by turns, of another track each time and each with the last one's end: ${KINDS.join(", ")}. Unmuting is a new state of the whole mix: planned, built and handed over; the time counts until a sample that is not 0 leaves the player.`,
    ],
  };
}

async function looping({ page }: OpenPage): Promise<Table> {
  const mix = mixOf({ ...LARGE, seconds: SHORT_MINUTES * 60 });
  await page.evaluate((text) => bench.open(text), mix);
  await page.evaluate(({ startSeconds }) => bench.seek(startSeconds), LOOP);
  await page.evaluate(() => bench.watch(2)); // until code is optimised
  const readyMs = await page.evaluate((loop) => bench.loop(loop), LOOP);
  const unlooped: number[] = [];
  const looped: number[] = [];
  for (let round = 0; round < UNMUTES; round++) {
    unlooped.push(await page.evaluate((text) => bench.unmute(text), mix));
    looped.push(await page.evaluate(([text, loop]) => bench.unmute(text, loop), [mix, LOOP] as const));
  }
  await page.evaluate(() => bench.close());
  const unmuting = (when: string, times: readonly number[]): Table["rows"][number] => [
    `ms from unmuting the stereo bus to its sound, ${when}`,
    spreadOf(times).median,
    Math.max(...times),
  ];
  return {
    title: `In the browser: a loop in ${LARGE.tracks} tracks`,
    command: "npm run bench -- web",
    columns: ["", "median", "most"],
    rows: [
      ["s until the loop's start is ready", readyMs / 1000, ""],
      unmuting("while it is made ready", looped),
      unmuting("without a loop", unlooped),
    ],
    notes: [
      `${LOOP.endSeconds - LOOP.startSeconds} s from the middle of the song that plays: its start is played all that it remembers of what comes before, and has to be ready before it is at its end.`,
    ],
  };
}

async function onExamplePage({ version }: OpenPage, folder: string): Promise<readonly Table[]> {
  const visits = await visitExamplePage(folder, EXAMPLE_VISITS);
  return [startingExample(visits, version), editingExample(visits, version)];
}

function startingExample({ starts }: ExampleVisits, version: string): Table {
  const play = `play, the page at rest for ${REST_SECONDS} s`;
  return {
    title: "In the browser: to the first sound on the example page with the demo song",
    command: "npm run bench -- web",
    columns: ["", "ms, median", "ms, most", "asked: at most"],
    rows: [[play, spreadOf(starts).median, Math.max(...starts), ASKED.start]],
    notes: [
      `Chromium ${version}, headless; examples/player, isolated and built for production, ${EXAMPLE_VISITS} first visits, each without a cache: its recordings are FLAC files, which come over http from this machine. Counted from the click, as the browser dates it, until the page is told that a sample that is not 0 has left the player: what the device adds comes on top.`,
    ],
  };
}

function editingExample({ first, later }: ExampleVisits, version: string): Table {
  const row = (name: string, edits: readonly HeardAfter[], of: keyof HeardAfter): Table["rows"][number] => {
    const times = edits.map((edit) => edit[of]);
    return [name, spreadOf(times).median, Math.max(...times), ASKED.edit];
  };
  return {
    title: "In the browser: an edit heard on the example page with the demo song",
    command: "npm run bench -- web",
    columns: ["the fader of the drums is moved to −24 dB", "ms, median", "ms, most", "asked: at most"],
    rows: [
      row("as the first edit: to the first sample that differs", first, "firstMs"),
      row("after others: to the first sample that differs", later, "firstMs"),
      row("as the first edit: to a difference of −40 dBFS", first, "clearMs"),
      row("after others: to a difference of −40 dBFS", later, "clearMs"),
    ],
    notes: [
      `Chromium ${version}, headless; examples/player, isolated and built for production, ${EXAMPLE_VISITS} visits each. Counted in frames of the audio clock, from what \`currentTime\` says as the fader tells of its move, to what leaves the player for the device and is not what a render of the unedited song has there; until then it is, to the bit. A fader glides for 75 ms and longer: how soon a difference is clear depends on what plays.`,
    ],
  };
}

async function bouncing({ page }: OpenPage, folder: string, rounds: number): Promise<Table> {
  const shape = { ...SMALL, seconds: BOUNCED_SECONDS };
  const mix = mixOf(shape);
  const task: TwobusTask = { folder: join(folder, "session"), shape, threads: 1, path: join(folder, "mix.wav") };
  await mkdir(task.folder);
  await linkRecordings(join(folder, "site", recordingOf(shape.seconds)), task.folder, shape);
  const inNode = async (): Promise<Bounced> => {
    const { renderSeconds, pcmSha256 } = await runScript<TwobusRun>(twobusScript, task);
    return { seconds: renderSeconds, pcmSha256: pcmSha256! };
  };
  const inChromium = (): Promise<Bounced> =>
    page.evaluate(([text, seconds]) => bench.bounce(text, seconds), [mix, BOUNCED_SECONDS] as const);
  const runs = await interleaved(rounds, [inNode, inChromium]);
  const hashes = new Set(runs.flat().map(({ pcmSha256 }) => pcmSha256));
  if (hashes.size !== 1) throw new Error(`Node and Chromium make different samples: ${[...hashes].join(", ")}`);
  const spreads = runs.map((side) => spreadOf(side.map(({ seconds }) => seconds)));
  const rows = ["Node", "Chromium"].map((name, side) => {
    const { minimum, median } = spreads[side]!;
    return [name, minimum, median, BOUNCED_SECONDS / median, median / spreads[0]!.median];
  });
  return {
    title: `In the browser: ${BOUNCED_SECONDS} s of ${SMALL.tracks} tracks bounced`,
    command: `npm run bench -- web --rounds ${rounds}`,
    columns: ["", "wall s, least", "wall s, median", "× real time", "against Node"],
    rows,
    notes: [
      `${rounds} interleaved rounds on one thread, 24-bit WAV files into a float32 WAV file, measured and hashed; in Chromium with the start of a Worker, from and into the private file system. All gave the same samples: pcmSha256 ${[...hashes][0]!.slice(0, 16)}….`,
    ],
  };
}
