import type { GoldenMix } from "../golden-mix.ts";
import { tracksThrough } from "../golden-mix.ts";

/** Every family of nodes, far from its defaults. */
export const families: Readonly<Record<string, GoldenMix>> = {
  equalisers: tracksThrough({
    bass: {
      passiveEq: {
        lowBoostPercent: 60,
        lowCutPercent: 40,
        highBoostPercent: 50,
        highCutPercent: 30,
        colourPercent: 150,
      },
      tiltEq: { tiltDb: 3, lowGainDb: -4, highGainDb: 2.5 },
    },
    drums: {
      parametricEq: {
        band1Shape: "highPass",
        band1SlopeDbPerOctave: 36,
        band2Shape: "bell",
        band2GainDb: 6,
        band2Q: 3,
        band3Shape: "notch",
        band3Channel: "side",
        band5Shape: "lowShelf",
        band5GainDb: -5,
        band8Shape: "highShelf",
        band8GainDb: 4,
        band8Channel: "mid",
      },
      colourEq: {
        band1GainDb: 6,
        band2GainDb: -4,
        band3GainDb: 5,
        band3SaturationPercent: 90,
        band4GainDb: 4,
        driveDb: 9,
      },
    },
    keys: {
      masteringEq: {
        lowGainDb: 2.5,
        midGainDb: -3,
        highMidGainDb: 1.5,
        highShape: "bell",
        highGainDb: 4,
        colour: true,
      },
      filter: { highPassFrequencyHz: 90, highPassSlopeDbPerOctave: 24, lowPass: true, lowPassFrequencyHz: 9000 },
    },
  }),
  "linear-phase-and-dynamic-equalisers": tracksThrough({
    drums: {
      linearPhaseEq: {
        band1Shape: "highPass",
        band3Shape: "bell",
        band3GainDb: -6,
        band6Shape: "highShelf",
        band6GainDb: 5,
        taps: 1023,
      },
    },
    voice: {
      dynamicEq: {
        band1Shape: "lowShelf",
        band1GainDb: 3,
        band2Shape: "bell",
        band2RangeDb: -12,
        band2ThresholdDb: -40,
        band3Shape: "bell",
        band3Reference: "relative",
        band4Shape: "highShelf",
        band4Direction: "below",
        band4RangeDb: 8,
      },
    },
  }),
  "solid-state-compressors": tracksThrough({
    bass: {
      fetCompressor: { thresholdDb: -30, ratio: "all", attackMs: 0.05, releaseMs: 80, makeupDb: 6 },
      diodeCompressor: { thresholdDb: -30, ratio: "4:1", limiter: true, limiterThresholdDb: -14, noise: true },
    },
    drums: {
      digitalCompressor: { thresholdDb: -26, ratio: 6, detector: "rms", lookAheadMs: 3, autoRelease: true, kneeDb: 12 },
      punchCompressor: { thresholdDb: -28, thrust: "loud", topology: "feedback", knee: "soft", mixPercent: 80 },
    },
    keys: {
      glueCompressor: { thresholdDb: -24, attackMs: 0.3, makeupDb: 3, keyHighPassHz: 120, channelMode: "midSide" },
    },
  }),
  "tube-and-multiband-compressors": tracksThrough({
    bass: { optoCompressor: { peakReductionDb: 35, mode: "limit", driveDb: 6, emphasisPercent: 60 } },
    drums: {
      multibandCompressor: {
        bands: 5,
        crossover1Hz: 150,
        band1ThresholdDb: -32,
        band2Ratio: 6,
        band3MakeupDb: 4,
        band5Bypass: true,
        channelMode: "dualMono",
      },
    },
    keys: { vintageMuCompressor: { thresholdDb: -30, timeConstant: 1, imbalancePercent: 40, channelMode: "midSide" } },
    voice: { modernMuCompressor: { thresholdDb: -30, driveDb: 6, recoverySeconds: 0.2, makeupDb: 4 } },
  }),
  saturators: tracksThrough({
    bass: { tubeSaturator: { driveDb: 15, character: "pentode", bouncePercent: 80 } },
    drums: {
      tapeSaturator: { driveDb: 12, speedIps: 7.5, machine: 3, flutterPercent: 0.2, noiseDb: -60, lossPercent: 20 },
    },
    keys: {
      multibandSaturator: {
        bands: 6,
        band1Curve: "warm",
        band1DrivePercent: 60,
        band2Curve: "retro",
        band2DrivePercent: 40,
        band3DrivePercent: 70,
        band4Curve: "triode",
        band4Channels: "side",
        band4DrivePercent: 50,
        band5Curve: "dualTriode",
        band5DrivePercent: 30,
        band6MixPercent: 50,
        band6DrivePercent: 80,
      },
    },
    voice: { transformerSaturator: { driveDb: 20, biasPercent: 40, highPassHz: 30, lowPassHz: 15000, mixPercent: 70 } },
  }),
  peaks: tracksThrough({
    drums: {
      gate: { thresholdDb: -20, holdMs: 5, releaseMs: 40, lookAheadMs: 2 },
      transientShaper: { attackDb: 9, sustainDb: -12 },
      clipper: { ceilingDb: -9, driveDb: 6, kneePercent: 60, limitShaveDb: 3, channelMode: "midSide" },
    },
    voice: {
      deEsser: { thresholdDb: -24, frequencyHz: 4000, ratio: 10 },
      truePeakLimiter: { ceilingDb: -8, gainDb: 6, lookAheadMs: 2, linkPercent: 50 },
    },
  }),
  stereo: tracksThrough({
    drums: { balance: { panPercent: 30, invertRight: true, swapChannels: true }, midSideEncoder: { output: "side" } },
    keys: {
      midSideEncoder: {},
      balance: { panPercent: -40, panLaw: "rotate", widthPercent: 150 },
      midSideDecoder: {},
      imager: { widthPercent: 130, highWidthPercent: 60, monoBelowHz: 150, spreadPercent: 70, law: "constantPower" },
    },
  }),
  space: tracksThrough({
    bass: { chorus: { voices: 4, depthMs: 5, rateHz: 3, feedbackPercent: 40 } },
    drums: { reverb: { space: "hall", decaySeconds: 0.3, preDelayMs: 10, modulationPercent: 80, mixPercent: 60 } },
    keys: { phaser: { stages: 8, rateHz: 4, stereoDegrees: 120, feedbackPercent: -60 } },
    voice: {
      echo: { timeMs: 60, feedbackPercent: 30, mode: "pingPong", colour: "saturated", duckDb: 9, mixPercent: 50 },
    },
  }),
  utilities: tracksThrough({
    bass: { dcFilter: { frequencyHz: 20, slope: 12 }, phaseRotator: { frequencyHz: 120, sections: 6 } },
    drums: { bandSplitter: { bands: 6, solo2: true, solo5: true }, gain: { gainDb: 7.5 } },
    keys: { delay: { delayMs: 33.3, interpolate: true, feedbackPercent: 50, mixPercent: 40 } },
  }),
};
