import { setTimeout } from "node:timers/promises";
import type { CDPSession, Page } from "playwright";
import type { BrowserCommandContext } from "vitest/node";

/** What happened on the audio thread in a stretch of time. */
export interface AudioThreadLog {
  /** Functions at and below `process` that left something on the heap, and how much. */
  readonly allocations: readonly string[];
  /** What garbage collections of the whole thread freed. */
  readonly collectedBytes: number;
}

interface ProfileNode {
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly selfSize: number;
  readonly children: readonly ProfileNode[];
}

interface TraceEvent {
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly args?: { readonly name?: string; readonly usedHeapSizeBefore?: number; readonly usedHeapSizeAfter?: number };
}

/** Every byte, also of what is gone at the end. */
const SAMPLING = {
  samplingInterval: 1,
  includeObjectsCollectedByMajorGC: true,
  includeObjectsCollectedByMinorGC: true,
};

const ATTACHING_MS = 300;

/** What is being watched, by the page that asked for it. */
const watches = new WeakMap<Page, () => Promise<AudioThreadLog>>();

/** Watches every allocation and every collection of the page's audio thread from now on, through the developer tools. */
export async function startWatchingAudioThread({ context, page }: BrowserCommandContext): Promise<void> {
  const tools = await context.newCDPSession(page);
  const browser = context.browser()!;
  const [ask] = await attachToWorklets(tools);
  if (ask === undefined) throw new Error("the page has no worklet");
  await ask("HeapProfiler.enable");
  await ask("HeapProfiler.collectGarbage"); // what the start left, and what was before
  await ask("HeapProfiler.startSampling", SAMPLING);
  await browser.startTracing(page, { categories: ["disabled-by-default-v8.gc", "v8", "devtools.timeline"] });
  watches.set(page, async () => {
    const collectedBytes = collectedIn(await browser.stopTracing());
    const { profile } = (await ask("HeapProfiler.stopSampling")) as { profile: { head: ProfileNode } };
    await tools.detach();
    return { allocations: allocationsIn(profile.head, false), collectedBytes };
  });
}

/** What there was since then. */
export async function stopWatchingAudioThread({ page }: BrowserCommandContext): Promise<AudioThreadLog> {
  return watches.get(page)!();
}

type Ask = (method: string, params?: object) => Promise<unknown>;

/** Each worklet is a target of its own, which is talked to through the page's. */
async function attachToWorklets(tools: CDPSession): Promise<Ask[]> {
  const sessions: string[] = [];
  const answers = new Map<number, (result: unknown) => void>();
  tools.on("Target.attachedToTarget", ({ sessionId, targetInfo }) => {
    if (targetInfo.type === "worklet") sessions.push(sessionId);
  });
  tools.on("Target.receivedMessageFromTarget", ({ message }) => {
    const { id, result } = JSON.parse(message) as { id: number; result: unknown };
    answers.get(id)?.(result);
  });
  await tools.send("Target.setAutoAttach", { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  await setTimeout(ATTACHING_MS);
  return sessions.map((sessionId) => async (method, params = {}) => {
    const id = answers.size + 1;
    const { promise, resolve } = Promise.withResolvers<unknown>();
    answers.set(id, resolve);
    await tools.send("Target.sendMessageToTarget", { sessionId, message: JSON.stringify({ id, method, params }) });
    return promise;
  });
}

function allocationsIn({ callFrame, selfSize, children }: ProfileNode, isBelow: boolean): string[] {
  const { functionName, url, lineNumber } = callFrame;
  const isIn = isBelow || functionName === "process";
  const own = isIn && selfSize > 0 ? [`${functionName} at ${url}:${lineNumber + 1}: ${selfSize} bytes`] : [];
  return [...own, ...children.flatMap((child) => allocationsIn(child, isIn))];
}

/** Bytes, not collections: one stretch of garbage is collected in one go or in two, as the browser thinks best. */
function collectedIn(trace: Buffer): number {
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: readonly TraceEvent[] };
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const audioThreads = new Set(
    traceEvents
      .filter(({ ph, name, args }) => ph === "M" && name === "thread_name" && /AudioWorklet/.test(args?.name ?? ""))
      .map(threadOf),
  );
  if (audioThreads.size === 0) throw new Error("the trace knows no audio thread");
  return traceEvents
    .filter((event) => audioThreads.has(threadOf(event)) && /^(Minor|Major)GC$/.test(event.name))
    .reduce((bytes, { args }) => bytes + (args?.usedHeapSizeBefore ?? 0) - (args?.usedHeapSizeAfter ?? 0), 0);
}
