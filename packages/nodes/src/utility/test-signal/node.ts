import { choice, defineNode, hertz, level, seconds, stereo, toggle, type NodeDefinition } from "@twobus/core";

export const testSignal: NodeDefinition = defineNode({
  type: "twobus.testSignal",
  version: 1,
  name: "Test signal",
  category: "utility",
  summary: "Adds a tone, a sweep, noise or impulses to what arrives, the same in every render.",
  words: [
    "oscillator",
    "generator",
    "sine",
    "tone",
    "sweep",
    "pink noise",
    "white noise",
    "impulse",
    "line-up",
    "calibration",
  ],
  references: [
    "A. Farina: Simultaneous Measurement of Impulse Response and Distortion with a Swept-Sine Technique, AES 108 (2000)",
    "AES17: a noise of −20 dBFS has the rms of a sine whose peaks are at −20 dBFS",
  ],
  inputs: { main: stereo() },
  outputs: { main: stereo() },
  params: {
    on: toggle({ default: true, description: "Whether it sounds. Off, it changes no bit of what arrives." }),
    signal: choice(["sine", "sweep", "whiteNoise", "pinkNoise", "impulse"], {
      default: "sine",
      structural: true,
      description:
        "What it adds. A sweep rises from 20 Hz to 20 kHz, as long in each octave; noises are the same on both sides.",
    }),
    levelDb: level({
      min: -120,
      max: 0,
      default: -18,
      description: "Peak of sines, sweeps and impulses in dBFS; noises have the rms of such a sine.",
    }),
    frequencyHz: hertz({ min: 10, max: 20000, default: 1000, description: "Of the sine." }),
    periodSeconds: seconds({
      min: 0.1,
      max: 60,
      default: 5,
      structural: true,
      description: "How long a sweep lasts, and from one impulse to the next.",
    }),
    channels: choice(["both", "left", "right"], { default: "both", description: "Where it sounds." }),
  },
  linearity: "gain",
  generates: true,
  kernel: "testSignal",
});
