import { useState, type ReactNode } from "react";
import { MeterProvider, type MeterReadings } from "../src/meters/meter-source.tsx";
import { MonitorProvider } from "../src/monitor/monitor-context.tsx";
import { NodeCurvesProvider, type NodeCurves } from "../src/plots/node-curves.tsx";
import type { EditorSession } from "../src/session/editor-session.ts";
import { SessionProvider } from "../src/session/session-context.tsx";
import { toySession } from "./toy-mix.ts";

const READINGS: MeterReadings = {
  levels: {
    ...Object.fromEntries(
      ["kick", "snare", "bass", "duck", "drums", "stereo-bus"].map((id, index) => [
        `${id}.main`,
        { peakDbfs: [-6 - 3 * index, -8 - 3 * index] as const },
      ]),
    ),
    "hot.main": { peakDbfs: [1.5, -0.5] },
  },
  meters: { "duck.gainReductionDb": -4.2, "crunch/duck.gainReductionDb": -4.2 },
};

/** Readings that stand still, so that a picture of them is always the same. */
const subscribe = (listener: (readings: MeterReadings) => void): (() => void) => {
  for (let reading = 0; reading < 45; reading++) listener(READINGS);
  // Once more when everything has found its place.
  const late = setTimeout(() => listener(READINGS), 300);
  return () => clearTimeout(late);
};

const levels = Array.from({ length: 67 }, (_, index) => index - 60);
const octaves = Array.from({ length: 100 }, (_, index) => 20 * 1000 ** (index / 99));

/** A bell of 6 dB at 1 kHz, and a compressor of 4:1 above −18 dBFS. */
export const toyCurves: NodeCurves = {
  knows: (type) => ["toy.equaliser", "toy.compressor"].includes(type),
  curvesOf: (type) =>
    Promise.resolve(
      type === "toy.equaliser"
        ? { response: { hz: octaves, midDb: octaves.map((hz) => 6 / (1 + Math.log2(hz / 1000) ** 2)) } }
        : {
            transfer: {
              inputDb: levels,
              outputDb: levels.map((level) => Math.min(level, -18) + Math.max(0, level + 18) / 4),
            },
          },
    ),
};

/** A toy mix with everything that an application gives the editor's components. */
export function StoryFrame({
  prepare = () => {},
  children,
}: {
  prepare?: (session: EditorSession) => void;
  children: ReactNode;
}): ReactNode {
  const [session] = useState(() => {
    const made = toySession();
    prepare(made);
    return made;
  });
  const [solo, setSolo] = useState<ReadonlySet<string>>(new Set());
  return (
    <SessionProvider session={session}>
      <MeterProvider subscribe={subscribe}>
        <NodeCurvesProvider curves={toyCurves}>
          <MonitorProvider monitor={{ solo, onSolo: setSolo }}>{children}</MonitorProvider>
        </NodeCurvesProvider>
      </MeterProvider>
    </SessionProvider>
  );
}
