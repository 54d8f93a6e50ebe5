// The golden mixes in Chromium have the bits that Node writes down, on a page that may share memory and on one that may not.

import { afterAll, describe } from "vitest";
import { fetchFile } from "../support/fetch-file.ts";
import { testConformance, type RenderGolden } from "./conformance.ts";
import golden from "./golden.json" with { type: "json" };
import { renderInMemory } from "./render-in-memory.ts";

describe("on the page", () => testConformance(golden, fetchFile, (job) => renderInMemory(job, fetchFile)));

describe("in a Worker", () => {
  const worker = new Worker(new URL("render-worker.ts", import.meta.url), { type: "module" });
  afterAll(() => worker.terminate());
  const render: RenderGolden = (job) =>
    new Promise((resolve, reject) => {
      worker.onmessage = ({ data: { hash, error } }) => (hash === undefined ? reject(error) : resolve(hash));
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage(job);
    });
  testConformance(golden, fetchFile, render);
});
