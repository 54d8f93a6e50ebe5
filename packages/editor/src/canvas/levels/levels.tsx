import { useNodeId, useStoreApi } from "@xyflow/react";
import { use, useEffect, useMemo, useRef, type ReactNode } from "react";
import { useMeter } from "../../meters/meter-source.tsx";
import { levelGauge, peakGauge, reductionFigure, reductionGauge, type Gauge } from "./gauges.ts";
import { LevelLayerContext, type LevelLayer } from "./level-layer.ts";
import styles from "./levels.module.css";
import { onceAFrame } from "../drawing/once-a-frame.ts";
import { onOtherView } from "../drawing/other-view.ts";
import { onOtherColours } from "../drawing/page-colours.ts";

/** Where the level of a signal is shown in a node, left over right. */
export function LevelSlot({ signal }: { signal: string }): ReactNode {
  const gauge = useMemo(() => levelGauge(signal), [signal]);
  return <Slot gauge={gauge} className="level" />;
}

/** Where a strip shows its level and its peak, and what its chain turns down where that has meters of it. */
export function StripMeters({ signal, reductions }: { signal: string; reductions: readonly string[] }): ReactNode {
  const peak = useMemo(() => peakGauge(signal), [signal]);
  return (
    <div className={styles["strip"]} aria-hidden="true">
      <LevelSlot signal={signal} />
      <Slot gauge={peak} className="figure" />
      {reductions.length > 0 && <Reduction meters={reductions} />}
    </div>
  );
}

function Reduction({ meters }: { meters: readonly string[] }): ReactNode {
  const [bar, figure] = useMemo(() => [reductionGauge(meters), reductionFigure(meters)], [meters]);
  return (
    <>
      <Slot gauge={figure} className="figure" />
      <Slot gauge={bar} className="reduction" />
    </>
  );
}

function Slot({ gauge, className }: { gauge: Gauge; className: "level" | "figure" | "reduction" }): ReactNode {
  const layer = use(LevelLayerContext);
  const node = useNodeId()!;
  const slot = useRef<HTMLDivElement>(null);
  useEffect(() => layer?.add(slot.current!, node, gauge), [layer, node, gauge]);
  return <div ref={slot} className={styles[className]} aria-hidden="true" />;
}

/** The picture of all gauges, over the nodes. */
export function Levels({ layer }: { layer: LevelLayer }): ReactNode {
  const store = useStoreApi();
  const draw = useRef(() => {});
  const canvas = useMeter<HTMLCanvasElement>((_, readings) => {
    if (layer.read(readings)) draw.current();
  });
  useEffect(() => {
    const frames = onceAFrame(() => layer.draw(canvas.current!, store.getState()));
    draw.current = frames.ask;
    const stopRoom = layer.onOtherRoom(frames.ask);
    const stopWatching = onOtherView(store, frames.ask);
    const stopColours = onOtherColours(() => {
      layer.forgetInk();
      frames.ask();
    });
    return () => {
      stopRoom();
      stopWatching();
      stopColours();
      frames.stop();
    };
  }, [canvas, layer, store]);
  return <canvas ref={canvas} className={styles["levels"]} aria-hidden="true" />;
}
