import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { lawfulNode, packOf } from "../../test/lawful-node.ts";
import type { NodeDefinition } from "../definition/node.ts";
import { createNodeRunner } from "./node-runner.ts";

const FRAMES = 3 * 128;
const signal = Float64Array.from({ length: FRAMES }, (_, n) => n + 1);

test("a loop hears its signals over and over, and goes on where it was", async () => {
  const heard: number[] = [];
  const listener: NodeDefinition = {
    ...lawfulNode,
    kernel: () => ({
      process: ([main], _outputs, _values, _meters, frames) => heard.push(main![0]!, main![2 * frames - 1]!),
      reset: () => {},
    }),
  };
  const runner = await createNodeRunner(packOf(listener), listener.type, readFile);
  const run = runner.loop({ inputs: { main: [signal, signal] } });
  run(2);
  run(3);
  expect(heard).toEqual([1, 128, 129, 256, 257, 384, 1, 128, 129, 256]);
});
