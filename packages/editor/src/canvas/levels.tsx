import { useNodeId, useStoreApi } from "@xyflow/react";
import { use, useEffect, useRef, type ReactNode } from "react";
import { useMeter } from "../meters/meter-source.tsx";
import { LevelLayerContext, type LevelLayer } from "./level-layer.ts";
import styles from "./levels.module.css";

/** Where the level of a signal is shown in a node, left over right. */
export function LevelSlot({ signal }: { signal: string }): ReactNode {
  const layer = use(LevelLayerContext);
  const node = useNodeId()!;
  const slot = useRef<HTMLDivElement>(null);
  useEffect(() => layer?.add(slot.current!, node, signal), [layer, node, signal]);
  return <div ref={slot} className={styles["slot"]} aria-hidden="true" />;
}

/** The picture of all levels, over the nodes. */
export function Levels({ layer }: { layer: LevelLayer }): ReactNode {
  const store = useStoreApi();
  const asked = useRef(0);
  const draw = useRef(() => {});
  const canvas = useMeter<HTMLCanvasElement>((_, readings) => {
    layer.read(readings);
    draw.current();
  });
  useEffect(() => {
    draw.current = () => {
      if (asked.current !== 0) return;
      asked.current = requestAnimationFrame(() => {
        asked.current = 0;
        if (canvas.current !== null) layer.draw(canvas.current, store.getState());
      });
    };
    const stop = store.subscribe(draw.current);
    return () => {
      stop();
      cancelAnimationFrame(asked.current);
      asked.current = 0;
    };
  }, [canvas, layer, store]);
  return <canvas ref={canvas} className={styles["levels"]} aria-hidden="true" />;
}
