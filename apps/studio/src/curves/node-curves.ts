import type { PlainValues } from "@twobus/core";
import type { Curves, NodeCurves } from "@twobus/editor";
import { registry } from "../registry.ts";
import { startWorker } from "../start-worker.ts";
import type { CurveAnswer, CurveRequest } from "./curve-worker.ts";
import { curveKindOf } from "./measure-curves.ts";

/** As many settings of nodes as are kept in mind. */
const REMEMBERED = 256;

/** Works curves out in a Worker of its own, started when the first is asked for. */
function createNodeCurves(newWorker: () => Worker): NodeCurves {
  const remembered = new Map<string, Promise<Curves>>();
  const waiting = new Map<number, PromiseWithResolvers<Curves>>();
  let worker: Worker | undefined;
  let lastId = 0;

  const start = (): Worker => {
    const started = newWorker();
    started.addEventListener("message", ({ data: { id, curves, failure } }: MessageEvent<CurveAnswer>) => {
      if (curves !== undefined) waiting.get(id)?.resolve(curves);
      else waiting.get(id)?.reject(new Error(failure));
      waiting.delete(id);
    });
    started.addEventListener("error", ({ message }) => {
      for (const { reject } of waiting.values()) reject(new Error(message));
      waiting.clear();
      worker = undefined;
    });
    return started;
  };
  const ask = (type: string, values: PlainValues): Promise<Curves> => {
    const asked = Promise.withResolvers<Curves>();
    const id = ++lastId;
    waiting.set(id, asked);
    (worker ??= start()).postMessage({ id, type, values } satisfies CurveRequest);
    return asked.promise;
  };

  return {
    knows: (type) => curveKindOf(registry.definition(type)) !== undefined,
    curvesOf: (type, values) => {
      const key = `${type} ${JSON.stringify(values)}`;
      const curves = remembered.get(key) ?? ask(type, values);
      remembered.delete(key);
      remembered.set(key, curves);
      curves.catch(() => remembered.delete(key));
      if (remembered.size > REMEMBERED) remembered.delete(remembered.keys().next().value!);
      return curves;
    },
  };
}

/** The curves of all nodes that this application knows. */
export const nodeCurves: NodeCurves = createNodeCurves(() => startWorker("curves"));
