import { TwobusError, type OpenRecording, type Problem, type Recording } from "@twobus/core";
import { skipFrames } from "@twobus/dsp";
import { rest } from "./rest.ts";

/** Is told how it stands with the connection to a recording. */
export interface Connection {
  /** It broke off: the recording is silent until it is found again. */
  lost(file: string, problems: readonly Problem[]): void;
  /** It has been read. */
  found(file: string): void;
}

/** Before each attempt to find it again, and before all that come after. The first is at once: most breaks are short. */
const PAUSES_MS = [0, 500, 1000, 2000, 4000, 8000];

/**
 * Opens recordings that outlast their connection: one that breaks off is silent meanwhile, is looked for again, and goes on at the
 * place where the mix then is. What is wrong with a recording itself is thrown.
 */
export const returning =
  (open: OpenRecording, connection: Connection): OpenRecording =>
  async (source) => {
    const opened = await open(source).catch(brokenOff);
    const known = opened instanceof TwobusError ? { name: source.file, format: source } : opened;
    const recording = new ReturningRecording(known, () => open(source), {
      lost: ({ problems }) => connection.lost(source.file, problems),
      found: () => connection.found(source.file),
    });
    if (opened instanceof TwobusError) recording.lose(opened);
    else recording.take(opened);
    return recording.asStream();
  };

/** The same error where it is one of the connection; throws others. */
function brokenOff(error: unknown): TwobusError {
  if (error instanceof TwobusError && error.problems.every(({ code }) => code === "not-fetched")) return error;
  throw error;
}

interface Ears {
  lost(error: TwobusError): void;
  found(): void;
}

/** What is known of a recording, there or not. */
type Known = Pick<Recording, "name" | "format" | "readStereo">;

class ReturningRecording {
  readonly #known: Known;
  readonly #open: () => Promise<Recording>;
  readonly #ears: Ears;
  #recording: Recording | undefined;
  /** One that has been found again, and the frame at which it stands. */
  #returned: { readonly recording: Recording; readonly frame: number } | undefined;
  #frame = 0;
  #attempts = 0;
  #isHeard = false;
  #isClosed = false;

  constructor(known: Known, open: () => Promise<Recording>, ears: Ears) {
    this.#known = known;
    this.#open = open;
    this.#ears = ears;
  }

  take(recording: Recording): void {
    this.#recording = recording;
  }

  lose(error: TwobusError): void {
    void this.#recording?.close();
    this.#recording = undefined;
    this.#isHeard = false;
    this.#ears.lost(error);
    void this.#search();
  }

  asStream(): Recording {
    const { name, format, readStereo } = this.#known;
    const warnings = (): readonly Problem[] => this.#recording?.warnings ?? [];
    return {
      name,
      format,
      read: (channels) =>
        this.#advance(
          channels[0]!.length,
          async (recording) => this.#heard(await recording.read(channels)),
          () => channels.forEach((channel) => channel.fill(0)),
        ),
      ...(readStereo !== undefined && { readStereo: (frames) => this.#readStereo(frames) }),
      skip: (frames) =>
        this.#advance(
          frames,
          (recording) => skipFrames(recording, frames),
          () => {},
        ),
      get warnings() {
        return warnings();
      },
      close: () => this.#close(),
    };
  }

  /** At once where the sound is at hand. */
  #readStereo(frames: Float64Array): number | Promise<number> {
    const filled = this.#returned === undefined ? this.#recording?.readStereo!(frames) : undefined;
    if (typeof filled === "number") {
      this.#frame += filled;
      return this.#heard(filled);
    }
    return this.#advance(
      frames.length / 2,
      async (recording) => this.#heard(await (filled ?? recording.readStereo!(frames))),
      () => frames.fill(0),
    );
  }

  /** Goes on by so many frames: of the recording, or of silence while there is none. */
  async #advance(
    wanted: number,
    act: (recording: Recording) => Promise<number>,
    beSilent: () => void,
  ): Promise<number> {
    const passed = await this.#act(act);
    if (passed === undefined) beSilent();
    const frames = passed ?? Math.min(wanted, Math.max(0, this.#known.format.frames - this.#frame));
    this.#frame += frames;
    return frames;
  }

  async #act(act: (recording: Recording) => Promise<number>): Promise<number | undefined> {
    try {
      await this.#welcome();
      return this.#recording && (await act(this.#recording));
    } catch (error) {
      this.lose(brokenOff(error));
      return undefined;
    }
  }

  async #welcome(): Promise<void> {
    if (this.#returned === undefined) return;
    const { recording, frame } = this.#returned;
    this.#returned = undefined;
    this.#recording = recording;
    await skipFrames(recording, this.#frame - frame);
  }

  #heard(frames: number): number {
    if (!this.#isHeard) {
      this.#isHeard = true;
      this.#attempts = 0;
      this.#ears.found();
    }
    return frames;
  }

  async #search(): Promise<void> {
    while (this.#recording === undefined && this.#returned === undefined && !this.#isClosed) {
      await rest(PAUSES_MS[Math.min(this.#attempts++, PAUSES_MS.length - 1)]!);
      if (!this.#isClosed) await this.#find().catch(() => {}); // that it is not there has been told
    }
    if (this.#isClosed) await this.#close();
  }

  async #find(): Promise<void> {
    const recording = await this.#open();
    const frame = this.#frame;
    try {
      if (!isLike(recording, this.#known)) throw new RangeError("another recording");
      await skipFrames(recording, frame);
    } catch (error) {
      await recording.close();
      throw error;
    }
    this.#returned = { recording, frame };
  }

  async #close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all([this.#recording?.close(), this.#returned?.recording.close()]);
  }
}

/** Whether one can stand in for the other in the middle of a mix. */
const isLike = ({ format, readStereo }: Recording, known: Known): boolean =>
  format.sampleRate === known.format.sampleRate &&
  format.channels === known.format.channels &&
  (known.readStereo === undefined || readStereo !== undefined);
