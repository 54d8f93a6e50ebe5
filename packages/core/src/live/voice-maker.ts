import { ResamplerKernels } from "@twobus/dsp";
import type { RenderPlan } from "../compile/plan.ts";
import type { MixDocument } from "../document/types.ts";
import type { Layout } from "../engine/layout.ts";
import { QUANTUM } from "../engine/quantum.ts";
import type { Entry } from "../player/messages.ts";
import { takenChunks } from "../player/ring.ts";
import { createSourceFeedFrom, type SourceFeed } from "../renderer/source-feed.ts";
import { createFeed, isFedWith, type Feed } from "./feed.ts";
import type { DirectorHost } from "./host.ts";
import { openLiveSources, type LiveSources } from "./live-sources.ts";
import { goingOn, joinsOf, seamsOf } from "./seams.ts";
import { settleFrames } from "./settle-frames.ts";
import { newcomersOf, stretchesOf, survivors } from "./survivors.ts";
import { shortMemoryFrames, wholeMemoryFrames } from "./memory-frames.ts";
import { CHUNK_FRAMES, CHUNK_QUANTA, quantumOf, warmUp, type Warm } from "./warm-up.ts";
import type { Workshop } from "./workshop.ts";

/** A voice in a slot, and what feeds it. */
export interface LiveVoice {
  readonly slot: number;
  readonly plan: RenderPlan;
  readonly layout: Layout;
  readonly feed: Feed;
  /** Its processors have heard less of what comes before it than they remember. */
  readonly isHasty: boolean;
}

/** A voice that stands ready. */
export interface ReadyVoice {
  readonly voice: LiveVoice;
  readonly entry: Entry;
}

/** Where a voice begins in the mix. */
export interface Beginning {
  readonly position: number;
  /** The frame of the sounding voice at which it does; at once without it. */
  readonly at?: number;
  readonly memoryFrames?: number;
  /** Whether it is still wanted. With it, the work is done in turns with others', and it is asked at each turn. */
  readonly isWanted?: () => boolean;
}

/** 0.7 s at 48 kHz. */
const AHEAD_CHUNKS = 32;
/** A host that has not caught up with what sounds by then never will. */
const LONGEST_CHASE_SECONDS = 30;

/** Makes voices ready in slots that nothing runs in. */
export class VoiceMaker {
  readonly #host: DirectorHost;
  readonly #workshop: Workshop;
  readonly #resampler: ResamplerKernels;
  readonly #failed: (error: unknown) => void;
  #rings = 0;

  /** `failed` is told when recordings can no longer be read. */
  constructor(host: DirectorHost, workshop: Workshop, failed: (error: unknown) => void) {
    this.#host = host;
    this.#workshop = workshop;
    this.#resampler = new ResamplerKernels(host.plainModules.dsp, false);
    this.#failed = failed;
  }

  /**
   * One that begins at a frame of the mix, after `memoryFrames` of what comes before. `at` as in `Entry`. Undefined where it is not
   * wanted any more before it is ready.
   */
  async beginning(
    document: MixDocument,
    plan: RenderPlan,
    slot: number,
    place: Beginning,
  ): Promise<ReadyVoice | undefined> {
    const { position, at, memoryFrames = shortMemoryFrames(plan), isWanted } = place;
    const { layout, engine } = await this.#workshop.build(plan, slot);
    const recordings = await this.#open(document, plan);
    const quantum = quantumOf(plan, position);
    const from = position - memoryFrames;
    const goesOn = isWanted && this.#inTurns(isWanted);
    const until = (): number => quantum;
    const warm = await warmUp({ plan, engine, fed: recordings.fed, from, until, ...(goesOn && { goesOn }) });
    if (warm === undefined) {
      await recordings.close();
      return undefined;
    }
    const isHasty = from > 0 && memoryFrames < wholeMemoryFrames(plan);
    return this.#ready(
      { slot, plan, layout, isHasty },
      { kind: "enter", quantum, position, ...(at !== undefined && { at }) },
      warm,
      recordings,
    );
  }

  /**
   * What a hasty voice would be, had it heard all that its processors remember: it takes over where that one has come to by then.
   * Undefined where it is not wanted any more before it is ready, or where it never would be.
   */
  async remembering(
    document: MixDocument,
    hasty: LiveVoice,
    slot: number,
    isWanted: () => boolean,
  ): Promise<ReadyVoice | undefined> {
    const { plan } = hasty;
    const { layout, engine } = await this.#workshop.build(plan, slot);
    const recordings = await this.#open(document, plan);
    const until = (): number => quantumPassed(hasty.feed);
    const begun = until() * QUANTUM;
    const from = begun - wholeMemoryFrames(plan);
    const goesOn = this.#inTurns(
      () => isWanted() && until() * QUANTUM - begun < LONGEST_CHASE_SECONDS * plan.sampleRate,
    );
    const warm = await warmUp({ plan, engine, fed: recordings.fed, from, until, goesOn });
    if (warm === undefined) {
      await recordings.close();
      return undefined;
    }
    const { quantum } = warm;
    return this.#ready(
      { slot, plan, layout, isHasty: false },
      {
        kind: "continue",
        from: hasty.slot,
        kept: [],
        joins: [],
        goingOn: [],
        newcomers: { quantum, steps: [] },
        settleFrames: 0,
        quantum,
      },
      warm,
      recordings,
    );
  }

  /** One that goes on where another is, with what its processors remember. */
  async following(document: MixDocument, before: LiveVoice, plan: RenderPlan, slot: number): Promise<ReadyVoice> {
    const { registry } = this.#host;
    const kept = survivors(before.plan, before.layout, plan, registry);
    const seams = seamsOf(before.plan, plan, kept, registry);
    const { layout, engine } = await this.#workshop.build(plan, slot, { kept, seams });
    const quantum = quantumPassed(before.feed);
    engine.advance(quantum, kept);
    const isFed = isFedWith(before.feed, document, plan.sources) && catchesUpWithin(before, plan);
    const feed = isFed ? before.feed : await this.#feedFrom(document, plan, before.feed);
    return {
      voice: { slot, plan, layout, feed, isHasty: before.isHasty },
      entry: {
        kind: "continue",
        from: before.slot,
        kept: stretchesOf(kept),
        joins: joinsOf(plan, layout, kept, seams),
        goingOn: goingOn(plan, layout, kept, registry),
        newcomers: { quantum, steps: newcomersOf(plan, layout, kept) },
        settleFrames: settleFrames(plan),
      },
    };
  }

  /** For work in pieces: lets in who else waits for this thread, and says whether it is still wanted. */
  #inTurns(isWanted: () => boolean): () => Promise<boolean> {
    return async () => {
      await this.#host.giveWay();
      return isWanted();
    };
  }

  #ready(
    voice: Omit<LiveVoice, "feed">,
    entry: Entry,
    { firstChunk, sources, chunk }: Warm,
    recordings: LiveSources,
  ): ReadyVoice {
    const feed = this.#feed(voice.plan, firstChunk, sources, recordings, chunk);
    return { voice: { ...voice, feed }, entry };
  }

  /** A feed for more sources, from where another stands. */
  async #feedFrom(document: MixDocument, plan: RenderPlan, { ring }: Feed): Promise<Feed> {
    const recordings = await this.#open(document, plan);
    const firstChunk = ring.firstChunk + takenChunks(ring);
    const sources = await createSourceFeedFrom(recordings.fed, CHUNK_FRAMES, firstChunk);
    return this.#feed(plan, firstChunk, sources, recordings);
  }

  async #open(document: MixDocument, plan: RenderPlan): Promise<LiveSources> {
    const { open, report } = this.#host;
    return openLiveSources(document, plan.sources, { open, report, resampler: this.#resampler });
  }

  #feed(
    plan: RenderPlan,
    firstChunk: number,
    sources: SourceFeed,
    recordings: LiveSources,
    chunk?: Float64Array,
  ): Feed {
    const { send, rest, modules, aheadChunks = AHEAD_CHUNKS } = this.#host;
    const ids = plan.sources;
    const shape = {
      id: this.#rings++,
      sources: ids.length,
      chunkQuanta: CHUNK_QUANTA,
      slots: aheadChunks,
      firstChunk,
    };
    const { records, isWhole, close: release } = recordings;
    return createFeed({
      shape,
      ids,
      records,
      sources,
      isWhole,
      chunk,
      isShared: modules.shared,
      send,
      rest,
      release,
      failed: this.#failed,
    });
  }
}

/** A quantum that what a feed plays has come to, less than a chunk and what is on its way to be told behind it. */
const quantumPassed = ({ ring }: Feed): number => (ring.firstChunk + takenChunks(ring)) * CHUNK_QUANTA;

/** A frame of the mix that what plays has come to, as near as that is known. */
export const placePassed = ({ feed, plan }: LiveVoice): number => quantumPassed(feed) * QUANTUM - plan.latencySamples;

/** What a voice catches up at once, and a chunk at either end that is only begun. */
const CATCH_UP_CHUNKS = 3;

/** Whether a ring holds what a later plan has to catch up, as long as the voice before holds its place there. */
const catchesUpWithin = (before: LiveVoice, plan: RenderPlan): boolean =>
  plan.latencySamples - before.plan.latencySamples <= (before.feed.ring.slots - CATCH_UP_CHUNKS) * CHUNK_FRAMES;
