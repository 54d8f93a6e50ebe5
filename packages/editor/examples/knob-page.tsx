import "@twobus/editor/theme.css";
import { decibels } from "@twobus/core";
import { Knob, LevelMeter, MeterProvider, type SubscribeToMeters } from "@twobus/editor";
import { useCallback, useState, type ReactNode } from "react";

const TONE_DBFS = -12;
const gain = decibels({ min: -24, max: 24, default: 0, description: "How loud the tone is." });

export function KnobPage(): ReactNode {
  const [gainDb, setGainDb] = useState(0);
  const subscribe: SubscribeToMeters = useCallback(
    (listener) => {
      const peakDbfs = [TONE_DBFS + gainDb, TONE_DBFS + gainDb] as const;
      const timer = setInterval(() => listener({ levels: { "tone.main": { peakDbfs } }, meters: {} }), 33);
      return () => clearInterval(timer);
    },
    [gainDb],
  );
  return (
    <MeterProvider subscribe={subscribe}>
      <Knob label="Gain" parameter={gain} value={gainDb} onChange={setGainDb} description={gain.description} />
      <LevelMeter signal="tone.main" label="Level of the tone" />
    </MeterProvider>
  );
}
