import {
  bpm,
  choice,
  decibels,
  defineNode,
  hertz,
  milliseconds,
  percent,
  stereo,
  type NodeDefinition,
  type PlainValues,
} from "@twobus/core";
import { log } from "@twobus/dsp";
import { INAUDIBLE_NEPERS } from "../../tail.ts";

const LOW_CUT_OFF_HZ = 20;
const HIGH_CUT_OFF_HZ = 20000;
const LONGEST_MS = 4000;
const MS_PER_MINUTE = 60_000;
/** A loop that loses nothing never ends; a render does. */
const LONGEST_TAIL_SECONDS = 60;
/** The loop's oversampling filters make the shortest delays a little longer. */
const LOOP_LATENCY_SAMPLES = 64;

/** Beats of each note value, in the order in which the kernel derives them. */
const NOTES = {
  "1/1": 4,
  "1/2 dotted": 3,
  "1/2": 2,
  "1/2 triplet": 4 / 3,
  "1/4 dotted": 1.5,
  "1/4": 1,
  "1/4 triplet": 2 / 3,
  "1/8 dotted": 0.75,
  "1/8": 0.5,
  "1/8 triplet": 1 / 3,
  "1/16 dotted": 0.375,
  "1/16": 0.25,
  "1/16 triplet": 1 / 6,
  "1/32": 0.125,
};
type Note = keyof typeof NOTES;

export const echo: NodeDefinition = defineNode({
  type: "twobus.echo",
  version: 2,
  name: "Echo",
  category: "space",
  summary: "Repeats that darken and fade, in time with the song or free.",
  words: ["delay", "ping-pong", "slapback", "dub", "repeats", "tempo", "throw"],
  references: [
    "A delay with filters and saturation in its loop, as tape echoes have them",
    "Laakso, Välimäki, Karjalainen, Laine: Splitting the Unit Delay, IEEE Signal Processing Magazine 13 (1996)",
  ],
  estimates: [{ of: "at which level repeats step back, and how fast", params: ["duckDb"] }],
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    timeMs: milliseconds({ min: 1, max: LONGEST_MS, default: 350, description: "From one repeat to the next." }),
    note: choice(["free", ...(Object.keys(NOTES) as Note[])], {
      default: "free",
      description: "Take the time from the beat instead, up to 4 s.",
    }),
    tempoBpm: bpm({ min: 30, max: 300, default: 120, description: "Quarter notes per minute." }),
    feedbackPercent: percent({ min: 0, max: 100, default: 35, description: "How much of a repeat is repeated." }),
    mode: choice(["stereo", "pingPong"], {
      default: "stereo",
      structural: true,
      description: "Both channels apart, or the mono sum from left to right and back.",
    }),
    lowCutHz: hertz({
      min: LOW_CUT_OFF_HZ,
      max: 2000,
      default: 100,
      description: "12 dB/oct high-pass in the loop. Off at 20 Hz.",
    }),
    highCutHz: hertz({
      min: 500,
      max: HIGH_CUT_OFF_HZ,
      default: 8000,
      description: "12 dB/oct low-pass in the loop. Off at 20 kHz.",
    }),
    colour: choice(["clean", "saturated"], {
      default: "clean",
      structural: true,
      description: "Whether the loop bends: saturated repeats get softer and denser, and never louder.",
    }),
    driveDb: decibels({
      min: 0,
      max: 24,
      default: 6,
      description: "How far the loop is driven where it is saturated.",
    }),
    oversampling: choice([1, 2, 4, 8], {
      default: 4,
      structural: true,
      description: "How many times faster the saturation runs, against aliasing.",
    }),
    duckDb: decibels({ min: 0, max: 24, default: 0, description: "How far repeats step back while something plays." }),
    mixPercent: percent({ min: 0, max: 100, default: 30, description: "From dry to repeats alone." }),
  },
  linearity: "waveshaper",
  tailSamples: (values, sampleRate) => {
    const feedback = Number(values["feedbackPercent"]) / 100;
    const longest = LONGEST_TAIL_SECONDS * sampleRate;
    if (feedback === 1) return longest;
    const repeats = 2 + (feedback === 0 ? 0 : Math.ceil(-INAUDIBLE_NEPERS / log(feedback)));
    const filters = filterSeconds(values);
    const loop = (timeMs(values) / 1000 + filters) * sampleRate + LOOP_LATENCY_SAMPLES;
    return Math.min(longest, Math.ceil(repeats * loop + INAUDIBLE_NEPERS * filters * sampleRate));
  },
  migrations: { 1: ({ beatMs, ...others }) => ({ ...others, tempoBpm: MS_PER_MINUTE / Number(beatMs) }) },
  kernel: "echo",
});

function timeMs({ note, tempoBpm, timeMs: free }: PlainValues): number {
  return note === "free"
    ? Number(free)
    : Math.min(LONGEST_MS, (MS_PER_MINUTE * NOTES[note as Note]) / Number(tempoBpm));
}

/** Time constants of the loop's filters, which are also about what they delay by. */
function filterSeconds({ lowCutHz, highCutHz }: PlainValues): number {
  const seconds = (hz: number): number => 1 / (Math.SQRT2 * Math.PI * hz);
  const low = Number(lowCutHz) > LOW_CUT_OFF_HZ ? seconds(Number(lowCutHz)) : 0;
  return low + (Number(highCutHz) < HIGH_CUT_OFF_HZ ? seconds(Number(highCutHz)) : 0);
}
