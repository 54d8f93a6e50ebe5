import { join } from "node:path";
import { chromium, type Page } from "playwright";
import { build, preview } from "vite";
import { ISOLATION, playerConfig } from "../../../examples/player/config.ts";
import {
  framesUntilHeard,
  listenToPage,
  moveFader,
  msToSound,
  renderedDemoSong,
} from "../../../test/support/heard-edit.ts";
import { provideChromium } from "../../../tools/chromium.mjs";

/** Milliseconds from moving the fader of the example page to what is heard of it. */
export interface HeardAfter {
  /** To the first sample that differs. */
  readonly firstMs: number;
  /** To a difference of −40 dBFS. */
  readonly clearMs: number;
}

/** What `rounds` visits to the example page came to. */
export interface ExampleVisits {
  /** Milliseconds from pressing Play, on a page that has rested, to the first sound. */
  readonly starts: readonly number[];
  /** The fader's move as the first edit that a page sees. */
  readonly first: readonly HeardAfter[];
  /** After others. */
  readonly later: readonly HeardAfter[];
}

export const REST_SECONDS = 2;
const FRAMES_PER_MS = 48;
const CLEAR = 0.01;
/** A page whose recordings were late proves nothing. */
const MOST_VISITS = 3;
/** So often a hand that takes the fader tells that it is where it was. */
const TOUCHES = 8;

/** Plays the demo song on the example page, built into `folder`, and moves its fader: each visit is a browser's first. */
export async function visitExamplePage(folder: string, rounds: number): Promise<ExampleVisits> {
  const config = playerConfig(ISOLATION);
  const site = {
    ...config,
    logLevel: "warn",
    build: { ...config.build, outDir: join(folder, "example"), emptyOutDir: true },
  } as const;
  await build(site);
  const server = await preview(site);
  const browser = await chromium.launch({ executablePath: provideChromium(), args: ["--disable-gpu"] });
  const unedited = await renderedDemoSong();
  const openPage = async (): Promise<Page> => {
    const page = await browser.newPage();
    await listenToPage(page);
    await page.goto(server.resolvedUrls!.local[0]!);
    return page;
  };
  const start = async (): Promise<number> => {
    const page = await openPage();
    const ms = await msToSound(page, REST_SECONDS);
    await page.close();
    return ms;
  };
  const edit = async (round: number, touches: number): Promise<HeardAfter> => {
    for (let visits = 0; visits < MOST_VISITS; visits++) {
      const page = await openPage();
      const heard = await moveFader(page, { afterSeconds: 1 + 0.037 * round, touches });
      await page.close();
      const first = framesUntilHeard(heard, unedited);
      const clear = framesUntilHeard(heard, unedited, CLEAR);
      if (first !== undefined && clear !== undefined)
        return { firstMs: first / FRAMES_PER_MS, clearMs: clear / FRAMES_PER_MS };
    }
    throw new Error("the example page does not play what a render of the demo song is, or waits for its recordings");
  };
  try {
    const starts: number[] = [];
    const first: HeardAfter[] = [];
    const later: HeardAfter[] = [];
    for (let round = 0; round < rounds; round++) {
      starts.push(await start());
      first.push(await edit(round, 0));
      later.push(await edit(round, TOUCHES));
    }
    return { starts, first, later };
  } finally {
    await browser.close();
    await server.close();
  }
}
