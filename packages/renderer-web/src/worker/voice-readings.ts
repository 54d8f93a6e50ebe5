import { describeFailure, type Problem, type Registry } from "@twobus/core";
import { planReadings, type Director, type ReadingPlan, type Readings } from "@twobus/core/live";
import { Watch, watchedDoubles } from "@twobus/core/player";
import type { StatusUpdate, ToWorklet } from "../live/messages.ts";
import { SLOT, type PlayerStatus } from "../live/status.ts";

/** Levels and meters of the voice that sounds. */
export interface VoiceReadings {
  /** What the worklet has sent along, where memory is not shared. */
  take(watched: StatusUpdate["watched"]): void;
  /** Empty while nothing sounds. Reports each processor that has failed since the last time. */
  now(): Readings;
}

export interface VoiceReadingsOptions {
  readonly registry: Registry;
  readonly director: Director;
  readonly status: PlayerStatus;
  readonly isShared: boolean;
  readonly send: (message: ToWorklet) => void;
  readonly report: (problem: Problem) => void;
}

type Running = NonNullable<Director["running"]>;

/** How one voice is read. */
interface Reading {
  readonly voice: Running;
  readonly plan: ReadingPlan;
  /** Over its memory, where that is shared. */
  readonly watch: Watch | undefined;
}

const NOTHING: Readings = { levels: {}, meters: {}, failed: [] };

export function createVoiceReadings(options: VoiceReadingsOptions): VoiceReadings {
  const { registry, director, status, isShared, send, report } = options;
  let sent: StatusUpdate["watched"];
  let reading: Reading | undefined;
  let known: ReadonlySet<string> = new Set();

  const begin = (voice: Running): Reading => {
    const portsOf = (type: string): string[] => Object.keys(registry.definition(type)?.outputs ?? {});
    const plan = planReadings(voice.plan, voice.layout, portsOf);
    if (!isShared) send({ kind: "watch", slot: voice.slot, list: plan.list });
    return { voice, plan, watch: isShared ? new Watch(director.memories[voice.slot]!, plan.list) : undefined };
  };
  /** What a voice's memory shows; nothing while another one is sounding than the Worker thinks. */
  const valuesOf = ({ voice: { slot }, plan, watch }: Reading): Float64Array | undefined => {
    if (watch === undefined) {
      return sent?.slot === slot && sent.values.length === watchedDoubles(plan.list) ? sent.values : undefined;
    }
    if (status.values[SLOT] !== slot) return undefined;
    watch.look();
    return watch.values;
  };
  return {
    take: (watched) => {
      sent = watched;
    },
    now: () => {
      const voice = director.running;
      if (voice === undefined) return NOTHING;
      if (reading?.voice.layout !== voice.layout) reading = begin(voice);
      const values = valuesOf(reading);
      if (values === undefined) return NOTHING;
      const readings = reading.plan.readings(values);
      for (const address of readings.failed) if (!known.has(address)) report(describeFailure(address));
      known = new Set(readings.failed);
      return readings;
    },
  };
}
