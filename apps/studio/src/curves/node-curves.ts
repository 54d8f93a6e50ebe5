import type { PlainValues } from "@twobus/core";
import type { Curves, NodeCurves } from "@twobus/editor";
import { registry } from "../registry.ts";
import type { CurveAnswer, CurveRequest } from "./curve-worker.ts";
import { curveKindOf } from "./measure-curves.ts";

/** As many settings of nodes as are kept in mind. */
const REMEMBERED = 256;

/** Works curves out in a Worker of its own, started when the first is asked for. */
export function createNodeCurves(newWorker: () => Worker): NodeCurves {
  const remembered = new Map<string, Promise<Curves>>();
  const waiting = new Map<number, (curves: Curves) => void>();
  let worker: Worker | undefined;
  let lastId = 0;

  const start = (): Worker => {
    const started = newWorker();
    started.addEventListener("message", ({ data: { id, curves } }: MessageEvent<CurveAnswer>) => {
      waiting.get(id)?.(curves);
      waiting.delete(id);
    });
    started.addEventListener("error", () => {
      for (const answer of waiting.values()) answer({});
      waiting.clear();
      worker = undefined;
    });
    return started;
  };
  const ask = (type: string, values: PlainValues): Promise<Curves> =>
    new Promise((resolve) => {
      const id = ++lastId;
      waiting.set(id, resolve);
      (worker ??= start()).postMessage({ id, type, values } satisfies CurveRequest);
    });

  return {
    kindOf: (type) => curveKindOf(registry.definition(type)),
    curvesOf: (type, values) => {
      const key = `${type} ${JSON.stringify(values)}`;
      const curves = remembered.get(key) ?? ask(type, values);
      remembered.delete(key);
      remembered.set(key, curves);
      if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value!);
      return curves;
    },
  };
}

/** The curves of all nodes that this application knows. */
export const nodeCurves: NodeCurves = createNodeCurves(
  () => new Worker(new URL("./curve-worker.ts", import.meta.url), { type: "module" }),
);
