import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import type { MixDocument, RenderResult } from "@twobus/core";
import { expect, test } from "vitest";
import { mixIn, registry, temporaryFolder, waveBytes } from "../test-support/mixes.ts";
import { createNodeRenderer, type NodeRendererOptions } from "./node-renderer.ts";
import { workerUrl } from "./run/crew.ts";

const FRAMES = 40_000;
const samples = Array.from({ length: FRAMES }, (_, n) => Math.sin(n / 7) / 4);

/** Two tracks, rendered on two threads whose script may be another one. */
async function song(): Promise<{ folder: string; mix: MixDocument }> {
  const folder = await temporaryFolder();
  return { folder, mix: await mixIn(folder, { kick: waveBytes(samples), bass: waveBytes(samples.toReversed()) }) };
}

async function script(folder: string, name: string, code: string): Promise<URL> {
  const path = join(folder, name);
  await writeFile(path, code);
  return pathToFileURL(path);
}

/** Renders on two threads. The main one takes nothing away until `isReady` for this attempt: the worker has its turn. */
async function render(
  folder: string,
  mix: MixDocument,
  options: Partial<NodeRendererOptions>,
  isReady: (attempt: number) => boolean = () => true,
): Promise<{ result: RenderResult; heard: Float64Array }> {
  const renderer = createNodeRenderer({ registry, folder, threads: 2, ...options });
  const heard = new Float64Array(FRAMES);
  let at = 0;
  let attempt = 0;
  await renderer.update(mix);
  const result = await renderer.render({
    begin: () => {
      at = 0;
      attempt++;
    },
    receive: async ([left], frames) => {
      while (!isReady(attempt)) await setTimeout(5);
      heard.set(left.subarray(0, frames), at);
      at += frames;
    },
  });
  return { result, heard };
}

/** A worker that takes a ticket, notes in `log` that it did, and comes to grief over it as `code` says. */
const failing = (log: string, code: string): string => `
  import { appendFileSync } from "node:fs";
  import { workerData } from "node:worker_threads";
  import { busyAt, TICKET } from ${JSON.stringify(new URL("./run/control.ts", import.meta.url).href)};
  const { control, plan, worker } = workerData;
  const job = Atomics.add(control, TICKET, 1) % plan.jobs.length;
  Atomics.store(control, busyAt(plan.jobs.length, worker), job + 1);
  appendFileSync(${JSON.stringify(log)}, plan.jobs[job].name + "\\n");
  ${code}
`;

const linesIn = (log: string): string[] => (existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : []);

const failures = [
  ["throws", `throw new Error("planted");`, /render worker 1 failed \(planted\)/],
  ["exits with a code", `process.exit(3);`, /render worker 1 ended with code 3/],
  ["exits as if all were well", `process.exit(0);`, /render worker 1 ended with code 0/],
  ["falls into endless recursion", `(function f() { f(); })();`, /render worker 1 failed \(Maximum call stack/],
] as const;

test.each(failures)("a worker that %s is noticed, the render tried again, the samples are the same", async (...row) => {
  const [, code, said] = row;
  const { folder, mix } = await song();
  const log = join(folder, "log");
  const once = `
    import { existsSync } from "node:fs";
    await import(existsSync(${JSON.stringify(log)}) ? ${JSON.stringify(workerUrl.href)} : ${JSON.stringify(
      (await script(folder, "failing.mjs", failing(log, code))).href,
    )});
  `;
  const sound = await render(folder, mix, {});
  const workerScript = await script(folder, "worker.mjs", once);
  const again = await render(folder, mix, { workerScript }, () => existsSync(log));
  expect(sound.result.warnings).toEqual([]);
  expect(again.heard).toEqual(sound.heard);
  expect(again.result.threads).toBe(2);
  expect(again.result.warnings).toHaveLength(1);
  expect(again.result.warnings[0]).toMatchObject({ code: "render-worker-failed" });
  expect(again.result.warnings[0]?.message).toMatch(said);
});

test("workers that fail each time: both failures are said, after two tries", async () => {
  const { folder, mix } = await song();
  const log = join(folder, "log");
  const workerScript = await script(folder, "worker.mjs", failing(log, `throw new Error("planted");`));
  const rendering = render(folder, mix, { workerScript }, (attempt) => linesIn(log).length >= attempt);
  await expect(rendering).rejects.toMatchObject({
    name: "TwobusError",
    problems: [{ code: "render-worker-failed" }, { code: "render-worker-failed" }],
  });
});

test("a worker that hangs is noticed and ended, and the strip that it hangs in is named", async () => {
  const { folder, mix } = await song();
  const log = join(folder, "log");
  const hang = "for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);";
  const workerScript = await script(folder, "worker.mjs", failing(log, hang));
  const ready = (attempt: number): boolean => linesIn(log).length >= attempt;
  const rendering = render(folder, mix, { workerScript, stallMs: 500 }, ready);
  const error = await rendering.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({
    problems: linesIn(log).map((strip) => ({
      code: "render-worker-failed",
      at: strip,
      message: `render worker 1 stopped answering in strip "${strip}"`,
    })),
  });
});

test("what a worker fails at does not hang a render that is cancelled", async () => {
  const { folder, mix } = await song();
  const renderer = createNodeRenderer({
    registry,
    folder,
    threads: 2,
    workerScript: await script(folder, "worker.mjs", failing(join(folder, "log"), "setInterval(() => {}, 1000);")),
  });
  await renderer.update(mix);
  const receive = async (): Promise<void> => {
    while (!existsSync(join(folder, "log"))) await setTimeout(5);
  };
  const rendering = renderer.render({ receive, signal: AbortSignal.timeout(1000) });
  await expect(rendering).rejects.toMatchObject({ name: "TimeoutError" });
});
