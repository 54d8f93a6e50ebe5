import { Panel, useReactFlow, useStoreApi, type ReactFlowState } from "@xyflow/react";
import { useEffect, useRef, type PointerEvent, type ReactNode } from "react";
import styles from "./graph-map.module.css";
import { mapScale, mapView, type Rectangle } from "./map-view.ts";

const SIZE = { width: 200, height: 150 };
/** Zoom by the wheel, in powers of two for each of its units: as on the canvas. */
const WHEEL_UNITS = [0.002, 0.05, 1] as const;

type FlowView = Pick<ReactFlowState, "transform" | "width" | "height" | "nodeLookup">;

/**
 * The whole graph, and what of it is in view; dragging and the wheel move the view. One picture: as shapes of the page its view box
 * would make the browser work out the layers of the page again wherever the view moves.
 */
export function GraphMap(): ReactNode {
  const store = useStoreApi();
  const { setViewport, getViewport, zoomTo } = useReactFlow();
  const canvas = useRef<HTMLCanvasElement>(null);
  const held = useRef<{ readonly x: number; readonly y: number } | undefined>(undefined);
  useEffect(() => {
    let asked = 0;
    const draw = (): void => {
      asked ||= requestAnimationFrame(() => {
        asked = 0;
        drawMap(canvas.current!, store.getState());
      });
    };
    const stop = store.subscribe(({ transform, nodes, width, height }, before) => {
      const isSame = transform === before.transform && nodes === before.nodes;
      if (!isSame || width !== before.width || height !== before.height) draw();
    });
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", draw);
    draw();
    return () => {
      stop();
      scheme.removeEventListener("change", draw);
      cancelAnimationFrame(asked);
    };
  }, [store]);
  useEffect(() => {
    const turn = (event: WheelEvent): void => {
      event.preventDefault();
      void zoomTo(getViewport().zoom * 2 ** (-event.deltaY * WHEEL_UNITS[event.deltaMode as 0 | 1 | 2]));
    };
    const map = canvas.current!;
    map.addEventListener("wheel", turn, { passive: false });
    return () => map.removeEventListener("wheel", turn);
  }, [zoomTo, getViewport]);
  const drag = ({ clientX, clientY }: PointerEvent): void => {
    if (held.current === undefined) return;
    const { x, y, zoom } = getViewport();
    const step = zoom * mapScale(boxesOf(store.getState()), inView(store.getState()), SIZE);
    void setViewport({ x: x - step * (clientX - held.current.x), y: y - step * (clientY - held.current.y), zoom });
    held.current = { x: clientX, y: clientY };
  };
  return (
    <Panel position="bottom-right" className="react-flow__minimap">
      <canvas
        ref={canvas}
        className={styles["map"]}
        {...SIZE}
        role="img"
        aria-label="Map of the graph"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          held.current = { x: event.clientX, y: event.clientY };
        }}
        onPointerMove={drag}
        onLostPointerCapture={() => (held.current = undefined)}
      />
    </Panel>
  );
}

/** Nodes have the colour of the canvas's letters, what is out of view that of its lines. */
function drawMap(canvas: HTMLCanvasElement, flow: FlowView): void {
  const { color, outlineColor } = getComputedStyle(canvas);
  const pen = canvas.getContext("2d")!;
  canvas.width = SIZE.width * devicePixelRatio;
  canvas.height = SIZE.height * devicePixelRatio;
  const boxes = boxesOf(flow);
  const view = inView(flow);
  const shown = mapView(boxes, view, SIZE);
  const scale = canvas.width / shown.width;
  pen.setTransform(scale, 0, 0, scale, -scale * shown.x, -scale * shown.y);
  pen.fillStyle = color;
  for (const { x, y, width, height } of boxes) pen.fillRect(x, y, width, height);
  pen.fillStyle = outlineColor;
  pen.beginPath();
  pen.rect(shown.x, shown.y, shown.width, shown.height);
  pen.rect(view.x, view.y, view.width, view.height);
  pen.fill("evenodd");
}

const boxesOf = ({ nodeLookup }: FlowView): Rectangle[] =>
  [...nodeLookup.values()].map(({ internals, measured, width, height }) => ({
    ...internals.positionAbsolute,
    width: measured.width ?? width ?? 0,
    height: measured.height ?? height ?? 0,
  }));

const inView = ({ transform: [left, top, zoom], width, height }: FlowView): Rectangle => ({
  x: -left / zoom,
  y: -top / zoom,
  width: width / zoom,
  height: height / zoom,
});
