// Every parameter of every node, while a tone goes through it: to each of its settings, a little and as far as it goes. None of it clicks.

import {
  defaultValues,
  isStrip,
  type MixDocument,
  type NodeDefinition,
  type Parameter,
  type PlainValue,
  QUANTUM,
} from "@twobus/core";
import { builtInPack } from "@twobus/nodes";
import { expect, test } from "vitest";
import { cable, graph, mix, node } from "../support/mixes.ts";
import { equivalentStepDb } from "./equivalent-step.ts";
import { createLiveMix, type Sound } from "./live-mix.ts";
import { stimuli, toneOf } from "./stimuli.ts";

const SAMPLE_RATE = 48000;
const frames = 600 * SAMPLE_RATE;
const LIMIT_DB = -80;
/** The longest way of a number, and of what goes round in an echo once. */
const QUANTA = 100;
/**
 * As far back as any delay hears: not to the beginning, whose edge is the tone's own. What is read belongs to the place: a quantum later
 * the Q of the parametric equaliser reads −79.0 dB, and known ones are up to 1.2 dB worse.
 */
const PLAYED_FRAMES = 1598 * QUANTUM;
/** In which a level goes its whole way, or a spread. */
const LONG_QUANTA = 600;
/** How far a small step goes, of the whole range. */
const SMALL = 0.05;

/** What is worse on the way than this, and is known to be: what was read, in dB, to a tenth above. */
const KNOWN: Readonly<Record<string, number>> = {
  // Distorts the tone more half way than at either end
  "clipper.ceilingDb": -47.8,
  "clipper.limitShaveDb": -43.8,
  // What it makes is itself above the metric's high-pass, or noise
  "testSignal.signal": -36.7,
  "testSignal.frequencyHz": -38.9,
  // Opens, closes or grips as fast as it always does
  "gate.thresholdDb": -77.1,
  "gate.keyHighPassHz": -70.9,
  "fetCompressor.thresholdDb": -77.6,
  "vintageMuCompressor.thresholdDb": -72.9,
  "digitalCompressor.keyHighPassHz": -79.4,
  "digitalCompressor.ratio": -78.9,
  // Coefficients of a narrow filter move in straight pieces
  "colourEq.band4Q": -71.3,
  // Pitch glides by as much as the delay does, on top of what the oscillators do there
  "chorus.delayMs": -71.3,
};

type Values = Readonly<Record<string, PlainValue>>;

const left = toneOf(stimuli["100 Hz"]!, frames);
const right = toneOf([137.4], frames);

const nameOf = ({ type }: NodeDefinition): string => type.slice(type.indexOf(".") + 1);

function through(definition: NodeDefinition, values: Values): MixDocument {
  const it = node(nameOf(definition), values);
  const isSource = Object.keys(definition.inputs).length === 0;
  const out = cable(`it.${Object.keys(definition.outputs)[0]}`, "out");
  return mix(
    { left: { file: "left.wav", frames }, right: { file: "right.wav", frames } },
    {
      mix: graph(
        {
          left: node("track", { panPercent: -100 }, { source: "left" }),
          right: node("track", { panPercent: 100 }, { source: "right" }),
          bus: isStrip(definition) ? node("bus", values) : node("bus", {}, { graph: "insert" }),
          "stereo-bus": node("bus"),
        },
        [cable("left", "bus"), cable("right", "bus"), cable("bus", "stereo-bus"), cable("stereo-bus", "out")],
      ),
      insert: graph({ it }, isSource ? [out] : [cable("in", "it"), out]),
    },
  );
}

/** Where a parameter goes, one after the other. */
function settingsOf(parameter: Parameter, start: PlainValue): readonly PlainValue[] {
  if (parameter.kind === "toggle") return [start !== true, start];
  if (parameter.kind === "choice") return [...parameter.options.filter((option) => option !== start), start];
  const { min, max, scale } = parameter;
  const from = Number(start);
  const little = scale === "logarithmic" ? from * (max / min) ** SMALL : from + SMALL * (max - min);
  return [Math.min(max, little), min, max, start];
}

const worst = (sound: Sound): number =>
  Math.max(...sound.map((side) => 10 ** (equivalentStepDb(side, SAMPLE_RATE) / 20)));

test.each(builtInPack.nodes.map((definition) => [nameOf(definition), definition] as const))(
  "%s",
  async (name, definition) => {
    const start = { ...defaultValues(definition), ...Object.values(definition.examples ?? {})[0] };
    const live = await createLiveMix(through(definition, start), { left, right });
    const goTo = async (values: Values): Promise<number> => {
      live.heard();
      live.director.update(through(definition, values));
      await live.settle();
      await live.run(QUANTA);
      return worst(live.heard());
    };
    await goTo(start);
    live.director.play();
    while (live.player.position < PLAYED_FRAMES) await live.run(1);
    await goTo(start);
    const clicks: string[] = [];
    for (const [key, parameter] of Object.entries(definition.params)) {
      let before = await goTo(start);
      for (const value of settingsOf(parameter, start[key]!)) {
        const during = await goTo({ ...start, [key]: value });
        if (during > 10 ** (LIMIT_DB / 20)) {
          // Noise and distortion are no clicks: what stays, and what was
          const after = await goTo({ ...start, [key]: value });
          const db = 20 * Math.log10(Math.max(1e-9, during - Math.max(before, after)));
          const limit = KNOWN[`${name}.${key}`] ?? LIMIT_DB;
          if (db > limit) clicks.push(`${name}.${key} to ${String(value)}: ${db.toFixed(1)}`);
          before = after;
        } else before = during;
      }
      const isSlow = parameter.kind === "number" && (parameter.isLevel === true || parameter.unit === "Degrees");
      if (isSlow) await live.run(LONG_QUANTA);
    }
    await live.close();
    expect(live.problems).toEqual([]);
    expect(clicks).toEqual([]);
  },
);
