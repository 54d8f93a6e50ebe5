import { Panel, useReactFlow, useStoreApi } from "@xyflow/react";
import { useEffect, useRef, type PointerEvent, type ReactNode } from "react";
import { useMeter } from "../../meters/meter-source.tsx";
import type { Position } from "../../patching/add-node.ts";
import { ClipWatch } from "../levels/clip-watch.ts";
import styles from "./graph-map.module.css";
import { boxesOf, drawMap, inView, MAP_SIZE, mapInkOf, type MapInk } from "./map-picture.ts";
import { isWithin, mapView, type Rectangle } from "./map-view.ts";
import { onceAFrame } from "../drawing/once-a-frame.ts";
import { onOtherView } from "../drawing/other-view.ts";
import { onOtherColours } from "../drawing/page-colours.ts";

/** Zoom by the wheel, in powers of two for each of its units: as on the canvas. */
const WHEEL_UNITS = [0.002, 0.05, 1] as const;

/**
 * The whole graph, what of it is in view, and what clips. Pressing it leads there, dragging and the wheel move the view. One picture:
 * as shapes of the page its view box would make the browser work out the layers of the page again wherever the view moves.
 */
export function GraphMap(): ReactNode {
  const store = useStoreApi();
  const { setViewport, getViewport, setCenter, zoomTo } = useReactFlow();
  const clips = useRef(new ClipWatch());
  const draw = useRef(() => {});
  const held = useRef<Position | undefined>(undefined);
  const canvas = useMeter<HTMLCanvasElement>((_, readings) => {
    const signals = boxesOf(store.getState()).map(({ signal }) => signal);
    if (clips.current.take(readings, signals)) draw.current();
  });
  useEffect(() => {
    let ink: MapInk | undefined;
    const frames = onceAFrame(() => {
      ink ??= mapInkOf(canvas.current!);
      drawMap(canvas.current!, store.getState(), clips.current, ink);
    });
    draw.current = frames.ask;
    const stopWatching = onOtherView(store, frames.ask);
    const stopColours = onOtherColours(() => {
      ink = undefined;
      frames.ask();
    });
    frames.ask();
    return () => {
      stopWatching();
      stopColours();
      frames.stop();
    };
  }, [canvas, store]);
  useEffect(() => {
    const turn = (event: WheelEvent): void => {
      event.preventDefault();
      void zoomTo(getViewport().zoom * 2 ** (-event.deltaY * WHEEL_UNITS[event.deltaMode as 0 | 1 | 2]));
    };
    const map = canvas.current!;
    map.addEventListener("wheel", turn, { passive: false });
    return () => map.removeEventListener("wheel", turn);
  }, [canvas, zoomTo, getViewport]);

  const shown = (): Rectangle => mapView(boxesOf(store.getState()), inView(store.getState()), MAP_SIZE);
  const press = ({ button, pointerId, clientX, clientY, nativeEvent, currentTarget }: PointerEvent): void => {
    if (button !== 0) return;
    currentTarget.setPointerCapture(pointerId);
    held.current = { x: clientX, y: clientY };
    const { x, y, width } = shown();
    const scale = width / MAP_SIZE.width;
    const place = { x: x + scale * nativeEvent.offsetX, y: y + scale * nativeEvent.offsetY };
    if (!isWithin(place, inView(store.getState()))) void setCenter(place.x, place.y, { zoom: getViewport().zoom });
  };
  const drag = ({ clientX, clientY }: PointerEvent): void => {
    if (held.current === undefined) return;
    const { x, y, zoom } = getViewport();
    const step = (zoom * shown().width) / MAP_SIZE.width;
    void setViewport({ x: x - step * (clientX - held.current.x), y: y - step * (clientY - held.current.y), zoom });
    held.current = { x: clientX, y: clientY };
  };
  return (
    <Panel position="bottom-right" className="react-flow__minimap">
      <canvas
        ref={canvas}
        className={styles["map"]}
        {...MAP_SIZE}
        role="img"
        aria-label="Map of the graph"
        onPointerDown={press}
        onPointerMove={drag}
        onLostPointerCapture={() => (held.current = undefined)}
      />
    </Panel>
  );
}
