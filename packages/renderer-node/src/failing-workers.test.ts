import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { MixDocument, RenderResult } from "@twobus/core";
import { expect, test, vi } from "vitest";
import { mixIn, registry, temporaryFolder, waveBytes } from "../test/mixes.ts";
import { createNodeRenderer, type NodeRendererOptions } from "./node-renderer.ts";
import { workerUrl } from "./run/many-threads.ts";

vi.setConfig({ testTimeout: 20_000 });

const FRAMES = 40_000;
const samples = Array.from({ length: FRAMES }, (_, n) => Math.sin(n / 7) / 4);

/** Two tracks, rendered on two threads whose script may be another one. */
async function song(): Promise<{ folder: string; mix: MixDocument }> {
  const folder = await temporaryFolder();
  return { folder, mix: await mixIn(folder, { kick: waveBytes(samples), bass: waveBytes(samples.toReversed()) }) };
}

async function script(folder: string, code: string): Promise<URL> {
  const path = join(folder, "worker.mjs");
  await writeFile(path, code);
  return pathToFileURL(path);
}

async function render(
  folder: string,
  mix: MixDocument,
  options: Partial<NodeRendererOptions>,
): Promise<{ result: RenderResult; heard: Float64Array }> {
  const renderer = createNodeRenderer({ registry, folder, threads: 2, ...options });
  const heard = new Float64Array(FRAMES);
  let at = 0;
  await renderer.update(mix);
  const result = await renderer.render({
    begin: () => void (at = 0),
    receive: ([left], frames) => {
      heard.set(left.subarray(0, frames), at);
      at += frames;
    },
  });
  return { result, heard };
}

/** The first worker fails once, as `code` says, before the others have begun. */
const failsOnce = (flag: string, code: string): string => `
  import { existsSync, writeFileSync } from "node:fs";
  import { workerData } from "node:worker_threads";
  const flag = ${JSON.stringify(flag)};
  if (workerData.worker === 0 && !existsSync(flag)) {
    writeFileSync(flag, "");
    ${code}
  }
  while (!existsSync(flag)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  await import(${JSON.stringify(workerUrl.href)});
`;

const failures = [
  ["throws", `throw new Error("planted");`, /render thread 1 failed \(planted\)/],
  ["exits with a code", `process.exit(3);`, /render thread 1 ended with code 3/],
  ["exits as if all were well", `process.exit(0);`, /render thread 1 ended with code 0/],
  ["falls into endless recursion", `(function f() { f(); })();`, /render thread 1 failed \(Maximum call stack/],
] as const;

test.each(failures)("a worker that %s is noticed, the render tried again, the samples are the same", async (...row) => {
  const [, code, said] = row;
  const { folder, mix } = await song();
  const sound = await render(folder, mix, {});
  const again = await render(folder, mix, {
    workerScript: await script(folder, failsOnce(join(folder, "failed"), code)),
  });
  expect(sound.result.warnings).toEqual([]);
  expect(again.heard).toEqual(sound.heard);
  expect(again.result.threads).toBe(2);
  expect(again.result.warnings).toHaveLength(1);
  expect(again.result.warnings[0]).toMatchObject({ code: "render-thread-failed" });
  expect(again.result.warnings[0]?.message).toMatch(said);
});

test("workers that fail each time: both failures are said, after two tries", async () => {
  const { folder, mix } = await song();
  const rendering = render(folder, mix, { workerScript: await script(folder, `throw new Error("planted");`) });
  await expect(rendering).rejects.toMatchObject({
    name: "TwobusError",
    problems: [{ code: "render-thread-failed" }, { code: "render-thread-failed" }],
  });
});

test("workers that hang are noticed and ended, and the strip that they hang in is named", async () => {
  const { folder, mix } = await song();
  const control = new URL("./run/control.ts", import.meta.url).href;
  const hangs = `
    import { workerData } from "node:worker_threads";
    import { busyAt, TICKET } from ${JSON.stringify(control)};
    const { control, plan, worker } = workerData;
    const job = plan.jobs.findIndex(({ name }) => name.includes("kick"));
    Atomics.add(control, TICKET, 1);
    if (worker === 1) Atomics.store(control, busyAt(plan.jobs.length, worker), job + 1);
    for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  `;
  const rendering = render(folder, mix, { workerScript: await script(folder, hangs), stallMs: 500 });
  const message = expect.stringMatching(/^render thread 2 stopped answering in strip ".*kick.*"$/) as string;
  const problem = { code: "render-thread-failed", at: expect.stringContaining("kick") as string, message };
  await expect(rendering).rejects.toMatchObject({ problems: [problem, problem] });
});

test("what a worker fails at does not hang a render that is cancelled", async () => {
  const { folder, mix } = await song();
  const renderer = createNodeRenderer({
    registry,
    folder,
    threads: 2,
    workerScript: await script(folder, `setInterval(() => {}, 1000);`),
  });
  await renderer.update(mix);
  const rendering = renderer.render({ receive: () => {}, signal: AbortSignal.timeout(100) });
  await expect(rendering).rejects.toMatchObject({ name: "TimeoutError" });
});
