import type { PlainValues } from "@twobus/core";
import { createNodeRunner, type NodeRunner } from "@twobus/core/solo";
import type { Curves } from "@twobus/editor";
import { registry } from "../registry.ts";
import { measureCurves } from "./measure-curves.ts";

/** Asks for the curves of a node. */
export interface CurveRequest {
  readonly id: number;
  readonly type: string;
  readonly values: PlainValues;
}

/** What came of a request: curves, or why the node could not be run. */
export interface CurveAnswer {
  readonly id: number;
  readonly curves?: Curves;
  readonly failure?: string;
}

const bytes = new Map<string, Promise<ArrayBuffer>>();
const runners = new Map<string, Promise<NodeRunner>>();

const readBytes = (url: URL): Promise<ArrayBuffer> => {
  const known = bytes.get(url.href) ?? fetch(url).then((response) => response.arrayBuffer());
  bytes.set(url.href, known);
  return known;
};

const runnerFor = (type: string): Promise<NodeRunner> => {
  const known = runners.get(type) ?? createNodeRunner(registry.packOf(type)!, type, readBytes);
  runners.set(type, known);
  return known;
};

async function answer({ id, type, values }: CurveRequest): Promise<CurveAnswer> {
  try {
    return { id, curves: measureCurves(await runnerFor(type), registry.definition(type)!, values) };
  } catch (error) {
    runners.delete(type);
    bytes.clear();
    return { id, failure: String(error) };
  }
}

async function serve(request: CurveRequest): Promise<void> {
  postMessage(await answer(request));
}

/** Makes this Worker one that answers requests for curves. */
export function serveCurves(): void {
  addEventListener("message", ({ data }: MessageEvent<CurveRequest>) => void serve(data));
}
