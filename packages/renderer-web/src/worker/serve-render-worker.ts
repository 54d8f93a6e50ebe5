import { createOfflineRenderer, createRegistry, playable, type Pack, type Renderer } from "@twobus/core";
import { openRecordingFrom, type ByteFile } from "@twobus/media";
import { expose, proxy } from "comlink";
import { signalFrom } from "../cancellation.ts";
import type { LiveWorker } from "../live/live-worker.ts";
import type { RenderWorker, Subject } from "../render-worker.ts";
import type { MediaLocation } from "../storage/locations.ts";
import { openMedia } from "../storage/open-media.ts";
import { sendProblemsWhole, throwingProblems } from "../thrown-problems.ts";
import { answer } from "./answer.ts";
import { bounce } from "./bounce.ts";
import { fetchBytes } from "./fetch-bytes.ts";
import { givingWay } from "./giving-way.ts";
import { holdLifeLock } from "./life-lock.ts";
import { openLiveSession } from "./live-session.ts";
import { figuresOf } from "./node-figures.ts";
import { createPause } from "./pause.ts";
import { renderToPage } from "./render-to-page.ts";

const HERE = "render worker";

/** Makes the calling Worker a render worker of these packs: all that an application's Worker script does. */
export function serveRenderWorker(packs: readonly Pack[]): void {
  const registry = createRegistry(packs);
  const lifeLock = holdLifeLock();
  const giveWay = createPause();

  const openFile = async (media: MediaLocation, file: string): Promise<ByteFile> =>
    givingWay(await openMedia(media, file), giveWay);
  const rendererFor = async ({ document, media }: Subject): Promise<Renderer> => {
    const renderer = createOfflineRenderer({
      registry,
      readBytes: fetchBytes,
      open: async ({ file }) => playable(await openRecordingFrom(await openFile(media, file))),
      giveWay,
    });
    if (document !== undefined) await renderer.update(document);
    return renderer;
  };

  const worker: RenderWorker & LiveWorker = {
    lifeLock: () => lifeLock,
    ping: async () => {},
    render: (subject, job, page, cancel) =>
      answer(page, cancel, async (call) => renderToPage(await rendererFor(subject), job, call)),
    bounce: (subject, job, page, cancel) =>
      answer(page, cancel, async (call) => bounce(await rendererFor(subject), job, call)),
    figures: async (subject, addresses, cancel) => {
      try {
        return await figuresOf(registry, subject, addresses, signalFrom(cancel), giveWay);
      } finally {
        cancel.close();
      }
    },
    openLive: async (setup, port, page) =>
      proxy(throwingProblems(await openLiveSession(registry, { openFile, giveWay }, setup, port, page), HERE)),
  };
  sendProblemsWhole();
  expose(throwingProblems(worker, HERE));
}
