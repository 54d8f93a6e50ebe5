import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseMix } from "@twobus/core";
import type { Page } from "playwright";
import { renderToMemory } from "./render.ts";

const DEMO_FOLDER = join(import.meta.dirname, "../../examples/demo-song");

/** Left and right. */
type Sound = readonly [Float32Array, Float32Array];

/** What the example page plays while its fader is moved, by frames of the audio clock. */
export interface HeardEdit {
  /** Left and right, from the first sound on. */
  readonly sound: Sound;
  /** The frame that the page saw when the fader was moved, counted from the first sound on. */
  readonly movedAt: number;
}

declare global {
  /** Hears what leaves the page's audio graph for the loudspeakers. */
  var ear: AudioWorkletNode | undefined;
  /** On the page's clock, in milliseconds: the last click, and the first sound. */
  var clickedAt: number | undefined;
  var heardAt: number | undefined;
}

/** Keeps all that it hears from its first sound on, and tells of that at once. Runs in the worklet: it is sent there as text. */
function keepSound(): void {
  class Ear extends AudioWorkletProcessor {
    #start = -1;
    readonly #blocks: Float32Array[][] = [];

    constructor() {
      super();
      this.port.onmessage = () => this.port.postMessage({ start: this.#start, blocks: this.#blocks });
    }

    process([input]: Float32Array[][]): boolean {
      const isSound = input!.some((side) => side.some((sample) => sample !== 0));
      if (isSound && this.#start < 0) {
        this.#start = currentFrame;
        this.port.postMessage("sound");
      }
      if (this.#start >= 0) this.#blocks.push([0, 1].map((side) => input![side]?.slice() ?? new Float32Array(128)));
      return true;
    }
  }
  registerProcessor("ear", Ear);
}

/** Puts an ear where the page's player is connected to the loudspeakers. Call it before the page is opened. */
export async function listenToPage(page: Page): Promise<void> {
  await page.addInitScript((code) => {
    const script = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
    const connect = AudioNode.prototype.connect as (this: AudioNode, to: AudioNode) => AudioNode;
    const addModule = AudioWorklet.prototype.addModule as (this: AudioWorklet, url: string) => Promise<void>;
    AudioWorklet.prototype.addModule = async function withEar(url): Promise<void> {
      await addModule.call(this, script);
      return addModule.call(this, url as string);
    };
    AudioNode.prototype.connect = function heard(this: AudioNode, to: AudioNode): AudioNode {
      if (to instanceof AudioDestinationNode) {
        globalThis.ear = new AudioWorkletNode(this.context, "ear", { numberOfOutputs: 0 });
        globalThis.ear.port.addEventListener("message", ({ data }) => {
          if (data === "sound") globalThis.heardAt = performance.now();
        });
        globalThis.ear.port.start();
        connect.call(this, globalThis.ear);
      }
      return connect.call(this, to);
    } as typeof AudioNode.prototype.connect;
    addEventListener("click", ({ timeStamp }) => (globalThis.clickedAt = timeStamp), { capture: true });
  }, `(${keepSound.toString()})()`);
}

/** Presses Play once the page has rested. Milliseconds until a sample that is not 0 leaves the player. */
export async function msToSound(page: Page, restSeconds: number): Promise<number> {
  const play = page.getByRole("button", { name: "Play", disabled: false });
  await play.waitFor();
  await page.waitForTimeout(1000 * restSeconds);
  await play.click();
  await page.waitForFunction(() => globalThis.heardAt !== undefined);
  return page.evaluate(() => heardAt! - clickedAt!);
}

export interface Move {
  /** Seconds from the first sound on. */
  readonly afterSeconds: number;
  /** How often the fader tells before, as it does where a hand takes it, that it is where it was. */
  readonly touches?: number;
}

/** Plays, moves the fader of the drums to −24 dB, and listens on. */
export async function moveFader(page: Page, { afterSeconds, touches = 0 }: Move): Promise<HeardEdit> {
  await page.getByRole("button", { name: "Play" }).click();
  const { movedAt, sides } = await page.evaluate(
    async ([seconds, times]) => {
      const heard = (): Promise<{ start: number; blocks: Float32Array[][] }> =>
        new Promise((resolve) => {
          ear!.port.onmessage = ({ data }) => data !== "sound" && resolve(data);
          ear!.port.postMessage("take");
        });
      const rest = (s: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, 1000 * s));
      while (globalThis.ear === undefined || (await heard()).start < 0) await rest(0.05);
      const fader = document.querySelector<HTMLInputElement>("#fader")!;
      const say = (): boolean => fader.dispatchEvent(new Event("input"));
      for (let touch = 0; touch < times; touch++) {
        say();
        await rest(0.1);
      }
      await rest(seconds);
      const { context } = ear!;
      fader.value = "-24";
      const moved = Math.round(context.currentTime * context.sampleRate);
      say();
      await rest(0.5);
      const { start, blocks } = await heard();
      const textOf = (side: number): string =>
        btoa(blocks.map((block) => String.fromCodePoint(...new Uint8Array(block[side]!.buffer))).join(""));
      return { movedAt: moved - start, sides: [textOf(0), textOf(1)] as const };
    },
    [afterSeconds, touches] as const,
  );
  const samplesOf = (text: string): Float32Array =>
    new Float32Array(Uint8Array.from(Buffer.from(text, "base64")).buffer);
  return { sound: [samplesOf(sides[0]), samplesOf(sides[1])], movedAt };
}

/** What the demo song is that nobody edits. */
export async function renderedDemoSong(): Promise<Sound> {
  const text = await readFile(join(DEMO_FOLDER, "demo.mix.json"), "utf8");
  const { left, right } = await renderToMemory(parseMix(text, "demo.mix.json").document, DEMO_FOLDER);
  return [Float32Array.from(left), Float32Array.from(right)];
}

/**
 * Frames from the edit to the first sample that differs by more than `above` from what the mix is that nobody edits. Undefined where it
 * was not that until then, as it is once it has waited for recordings.
 */
export function framesUntilHeard({ sound, movedAt }: HeardEdit, unedited: Sound, above = 0): number | undefined {
  const onsetOf = (sides: Sound): number => Math.min(...sides.map((side) => side.findIndex((sample) => sample !== 0)));
  const shift = onsetOf(unedited) - onsetOf(sound);
  const apart = sound[0].map((_, frame) =>
    Math.max(...sound.map((side, index) => Math.abs(side[frame]! - unedited[index]![frame + shift]!))),
  );
  if (apart.findIndex((by) => by > 0) < movedAt) return undefined;
  return apart.findIndex((by) => by > above) - movedAt;
}
