import type { NodeDefinition, PlainValues } from "@twobus/core";
import type { NodeRunner } from "@twobus/core/solo";
import type { Curves, Response, Transfer } from "@twobus/editor";

const SAMPLE_RATE = 48_000;

/** Quiet enough that a curved node is straight. */
const IMPULSE = 1e-3;
const RESPONSE_FRAMES = 32_768;
const RESPONSE_POINTS = 160;
const LOWEST_HZ = 20;
const HIGHEST_HZ = 20_000;
/** What is below this of an impulse's answer is not looked at. */
const NOTHING = 1e-12;

/** Compressors are given time to settle; what has no memory needs none. */
const RAMP_SECONDS = { compressor: 3, other: 1 };
const RAMP_FROM_DB = -60;
const RAMP_TO_DB = 6;
const RAMP_HZ = 1000;
const TRANSFER_POINTS = 100;

/** The curves of a node in two ways of looking at it. */
export type CurveKind = "response" | "transfer";

/** Equalisers are known by their response, what bends levels by its transfer curve; others have neither. */
export function curveKindOf(definition: NodeDefinition | undefined): CurveKind | undefined {
  switch (definition?.category) {
    case "equaliser":
      return "response";
    case "compressor":
    case "saturator":
    case "peaks":
      return "transfer";
    default:
      return undefined;
  }
}

/** Runs a node that takes one signal, and draws what comes out of it. */
export function measureCurves(runner: NodeRunner, definition: NodeDefinition, values: PlainValues): Curves {
  switch (curveKindOf(definition)) {
    case "response":
      return { response: measureResponse(runner, values) };
    case "transfer":
      return { transfer: measureTransfer(runner, definition, values) };
    case undefined:
      return {};
  }
}

/** The level of each frequency in what answers an impulse, of the mid and of the side. */
function measureResponse(runner: NodeRunner, values: PlainValues): Response {
  const impulse = new Float64Array(RESPONSE_FRAMES);
  impulse[0] = IMPULSE;
  const hz = Array.from(
    { length: RESPONSE_POINTS },
    (_, index) => LOWEST_HZ * (HIGHEST_HZ / LOWEST_HZ) ** (index / (RESPONSE_POINTS - 1)),
  );
  const levelsOf = (sign: 1 | -1): number[] => {
    const { outputs } = runner.run({
      sampleRate: SAMPLE_RATE,
      values,
      inputs: { main: [impulse, impulse.map((sample) => sign * sample)] },
    });
    const answer = trimmed(outputs["main"]![0]);
    return hz.map((frequency) => 20 * Math.log10(magnitudeAt(answer, frequency) / IMPULSE));
  };
  const midDb = levelsOf(1);
  const sideDb = levelsOf(-1);
  const isSame = sideDb.every((level, index) => Math.abs(level - midDb[index]!) < 0.05);
  return { hz, midDb, ...(!isSame && { sideDb }) };
}

function trimmed(answer: Float64Array): Float64Array {
  const end = answer.findLastIndex((sample) => Math.abs(sample) > NOTHING);
  return answer.subarray(0, end + 1);
}

/** Of the Fourier transform at one frequency, after Goertzel. */
function magnitudeAt(signal: Float64Array, frequency: number): number {
  const turn = 2 * Math.cos((2 * Math.PI * frequency) / SAMPLE_RATE);
  let one = 0;
  let two = 0;
  for (const sample of signal) {
    const next = sample + turn * one - two;
    two = one;
    one = next;
  }
  return Math.sqrt(Math.max(0, one * one + two * two - turn * one * two));
}

/** The level that comes out of a sine that rises slowly from −60 to +6 dBFS. */
function measureTransfer(runner: NodeRunner, definition: NodeDefinition, values: PlainValues): Transfer {
  const seconds = RAMP_SECONDS[definition.category === "compressor" ? "compressor" : "other"];
  const latencySamples = definition.latencySamples?.(values, SAMPLE_RATE) ?? 0;
  const windowFrames = (seconds * SAMPLE_RATE) / TRANSFER_POINTS;
  const ramp = rampOf(seconds * SAMPLE_RATE, latencySamples);
  const { outputs } = runner.run({ sampleRate: SAMPLE_RATE, values, inputs: { main: [ramp, ramp] } });
  const levels = (signal: Float64Array, from: number): number[] =>
    Array.from({ length: TRANSFER_POINTS }, (_, index) =>
      sineLevel(signal.subarray(from + index * windowFrames, from + (index + 1) * windowFrames)),
    );
  return { inputDb: levels(ramp, 0), outputDb: levels(outputs["main"]![0], latencySamples) };
}

/** A sine that has risen after so many frames, and goes on rising for a few more. */
function rampOf(frames: number, moreFrames: number): Float64Array {
  const decibelsPerFrame = (RAMP_TO_DB - RAMP_FROM_DB) / frames;
  return Float64Array.from({ length: frames + moreFrames }, (_, frame) => {
    const level = 10 ** ((RAMP_FROM_DB + decibelsPerFrame * frame) / 20);
    return level * Math.sin((2 * Math.PI * RAMP_HZ * frame) / SAMPLE_RATE);
  });
}

/** The level of a sine of this power, in dBFS of its peak. */
function sineLevel(signal: Float64Array): number {
  const power = signal.reduce((sum, sample) => sum + sample * sample, 0) / signal.length;
  return 10 * Math.log10(2 * power);
}
