import type { NamedWithUnits, Parameters, PlainValue } from "./parameters.ts";
import type { Ports } from "./ports.ts";

/** Where a node stands in a list of nodes. */
export type Category = "strip" | "equaliser" | "compressor" | "saturator" | "peaks" | "stereo" | "space" | "utility";

/**
 * How stems are split through a node: `linear` nodes run once per stem, `gain` nodes replay their gain,
 * `waveshaper` nodes replay their chord y/x, `memory` nodes (hysteresis) fall back to attribution.
 */
export type Linearity = "linear" | "gain" | "waveshaper" | "memory";

/** Parameter values by name, each in the unit that its name ends with. */
export type PlainValues = Readonly<Record<string, PlainValue>>;

/** What a plain TypeScript processor is given once, when it is made. */
export interface ProcessorContext {
  readonly sampleRate: number;
  readonly maximumFrames: number;
  readonly values: PlainValues;
}

/**
 * A processor in plain TypeScript. Buffers hold interleaved stereo frames (L, R); `values` holds each parameter's
 * plain value at the start and at the end of the quantum, in declared order: `[start0, end0, start1, end1, …]`, choices
 * of words as their index, toggles as 0 or 1. `meters` takes one figure per declared meter. `frames` is 1 to 128.
 * `process` must not allocate and must not call transcendental `Math` functions.
 */
export interface Processor {
  process(
    inputs: readonly (Float64Array | undefined)[],
    outputs: readonly Float64Array[],
    values: Float64Array,
    meters: Float64Array,
    frames: number,
  ): void;
  /** Forgets everything heard so far. */
  reset(): void;
}

/** A strip has a kernel before its insert chain and one after it; both are given all the strip's parameters. */
export interface StripKernels {
  readonly head: string;
  readonly tail: string;
  /** How the strip adds what arrives at its input, where it does more than add. */
  readonly summing?: SummingKernels;
}

/** Nonlinear kernels around a sum. All are given all the strip's parameters and say how parts follow them. */
export interface SummingKernels {
  /** Runs on each signal that arrives. Behind the strip's parameters stands the signal's place in the sum, from 0. */
  readonly channel: string;
  /** Runs on the plain sum of what arrives; its output is added to those of the channels. */
  readonly whole: string;
  /** Runs on the sum of those; its output goes into the strip's head. */
  readonly sum: string;
  /** How late the channels are, and the whole. What the strip's latency holds beyond that is the sum's. */
  readonly channelLatencySamples: number;
  /** Whether these values ask for more than addition. Of structural parameters only. */
  isActive(values: PlainValues): boolean;
}

/** A fact of a node's sound that was estimated, and the parameters that show it. */
export interface Estimate {
  readonly of: string;
  readonly params?: readonly string[];
}

/** All that is known of a node without running it. Lists, inspectors, checks and defaults are derived from it. */
export interface NodeDefinition<P extends Parameters = Parameters> {
  /** `pack.name`, stable for ever: documents refer to it. */
  readonly type: `${string}.${string}`;
  readonly version: number;
  readonly name: string;
  readonly category: Category;
  readonly summary: string;
  /** What people call the sound when they search for it. */
  readonly words: readonly string[];
  readonly references: readonly string[];
  /** What stands in no reference and was estimated. */
  readonly estimates?: readonly Estimate[];
  /**
   * Settings that show what it does, each by one word, where the defaults do nothing or there are several characters.
   * Cards are measured with them, and the palette is played with the first.
   */
  readonly examples?: Readonly<Record<string, PlainValues>>;
  readonly inputs: Ports;
  readonly outputs: Ports;
  readonly params: P;
  /** Names of the figures that the kernel reports once per quantum, units included. */
  readonly meters?: readonly string[];
  readonly linearity: Linearity;
  /** Set where it adds sound of its own to what arrives, also to silence. That sound belongs to no stem. */
  readonly generates?: true;
  /** Pure, of structural parameters only; a strip's is that of its summing. Absent means 0. */
  latencySamples?(values: PlainValues, sampleRate: number): number;
  /** How long the output may ring on after the input ends. Absent means 0. */
  tailSamples?(values: PlainValues, sampleRate: number): number;
  /**
   * How long what it has heard goes on to change what it makes of other sound, by more than −120 dBFS: releases, first of all. Absent
   * means its tail.
   */
  memorySamples?(values: PlainValues, sampleRate: number): number;
  /** `migrations[n]` turns the values of version n into those of version n + 1. */
  readonly migrations?: Readonly<Record<number, (values: PlainValues) => PlainValues>>;
  /** A kernel of the pack's module by name, a strip's two kernels, or a factory of plain TypeScript processors. */
  readonly kernel: string | StripKernels | ((context: ProcessorContext) => Processor);
}

/** Declares a node. Parameter names carry their units, or they do not compile. */
export function defineNode<const P extends Parameters>(
  definition: Omit<NodeDefinition<P>, "params"> & { readonly params: P & NamedWithUnits<P> },
): NodeDefinition {
  return definition;
}

/** Whether a node has a head and a tail, and room for an insert chain between them. */
export function isStrip(definition: NodeDefinition): definition is NodeDefinition & { readonly kernel: StripKernels } {
  return typeof definition.kernel === "object";
}

/** Every parameter of a node at its default. */
export function defaultValues(definition: NodeDefinition): Record<string, PlainValue> {
  return Object.fromEntries(Object.entries(definition.params).map(([name, parameter]) => [name, parameter.default]));
}

/**
 * Whether a node with `oversampling` runs whole at the inner rate, detector and filters included, so that its filters have room
 * above half of the mix's sample rate. Curves are oversampled alone; what bends sound by a gain is so as a whole.
 */
export function runsInside({ linearity, params }: NodeDefinition): boolean {
  return linearity === "gain" && Object.hasOwn(params, "oversampling");
}
