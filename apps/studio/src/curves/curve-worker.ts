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

/** What came of a request; no curves where the node could not be run. */
export interface CurveAnswer {
  readonly id: number;
  readonly curves: Curves;
}

const bytes = new Map<string, Promise<ArrayBuffer>>();
const runners = new Map<string, Promise<NodeRunner>>();

const readBytes = (url: URL): Promise<ArrayBuffer> => {
  const known = bytes.get(url.href) ?? fetch(url).then((answer) => answer.arrayBuffer());
  bytes.set(url.href, known);
  return known;
};

const runnerFor = (type: string): Promise<NodeRunner> => {
  const known = runners.get(type) ?? createNodeRunner(registry.packOf(type)!, type, readBytes);
  runners.set(type, known);
  return known;
};

async function answer({ id, type, values }: CurveRequest): Promise<void> {
  const curves = await runnerFor(type)
    .then((runner) => measureCurves(runner, registry.definition(type)!, values))
    .catch((): Curves => ({}));
  postMessage({ id, curves } satisfies CurveAnswer);
}

addEventListener("message", ({ data }: MessageEvent<CurveRequest>) => void answer(data));
