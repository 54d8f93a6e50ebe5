import type { Problem } from "@twobus/core";
import { EditorSession } from "@twobus/editor";
import { keep, type Keeper, type KeptState } from "./keeping/keeper.ts";
import { holdMix, takeOverMix, type LockHolder, type MixLock } from "./keeping/mix-lock.ts";
import type { MixFile } from "./keeping/mix-file.ts";
import type { MixStore } from "./keeping/mix-store.ts";
import { takesRecordings, type OpenedMix } from "./keeping/opened-mix.ts";
import { createPlayback, type Playback } from "./playback.ts";
import { registry } from "./registry.ts";
import { createSnapshots, type Snapshots } from "./snapshots/snapshots.ts";

/** The right to change a mix. */
interface Right {
  /** Absent where another tab has it. */
  readonly lock: MixLock | undefined;
  /** Is told when it goes. */
  readonly holder: LockHolder;
}

/** A mix under edit: its history, its sound, and its keeping. */
export interface Desk {
  /** Tells it from others, of the same mix too. */
  readonly key: string;
  readonly right: Right;
  readonly mix: OpenedMix;
  readonly session: EditorSession;
  readonly playback: Playback;
  readonly keeper: Keeper;
  readonly snapshots: Snapshots;
  /** Whether another tab has the right to change it. */
  isReadOnly(): boolean;
  /** The same mix under edit, in a file from now on. */
  inFile(file: MixFile): Promise<Desk>;
  /** Saves what is left, and lets the mix go; where the next desk has the same mix, it has the right to it too. */
  close(next?: Desk): Promise<void>;
}

/** What to open. */
export interface DeskRequest {
  /** The kept mix that this is; others have a new one. */
  readonly id?: string;
  /** Called when the right to change the mix is clear, so that it reads what another tab saved last. */
  readonly load: () => Promise<OpenedMix>;
  readonly takesOver?: boolean;
  /** Whether edits of the mix that is open may be lost with it: a person has said so. */
  readonly losesEdits?: boolean;
}

export interface DeskEvents {
  readonly onState: (state: KeptState) => void;
  readonly onProblem: (problem: Problem) => void;
  /** The mix was read: what is told from now on is of it. */
  readonly onRead: () => void;
}

/**
 * Opens a mix. Without a store it can be edited and heard, and is not kept. `before` is the desk that is there, and stays as it is
 * where this throws: of the same mix it passes its right on.
 */
export async function openDesk(
  request: DeskRequest,
  store: MixStore | undefined,
  events: DeskEvents,
  before: Desk | undefined,
): Promise<Desk> {
  const rightTo = async (id: string): Promise<Right> => {
    if (before?.mix.id === id && !before.isReadOnly()) return before.right;
    const holder: LockHolder = { beforeLoss: async () => {}, onLoss: () => {} };
    return { lock: await (request.takesOver === true ? takeOverMix : holdMix)(id, holder), holder };
  };
  if (request.takesOver === true) await request.load(); // where it cannot be read, the other tab keeps it
  let right = request.id === undefined ? undefined : await rightTo(request.id);
  try {
    const mix = await request.load();
    const { lock, holder } = (right ??= await rightTo(mix.id));
    events.onRead();
    const session = new EditorSession(mix.document, registry);
    let isElsewhere = false;
    const onState = (state: KeptState): void => {
      isElsewhere = state.kind === "elsewhere";
      if (isElsewhere) session.refuseEdits(ELSEWHERE);
      events.onState(state);
    };
    const keeperOf = (kept: OpenedMix): Keeper =>
      keep({ store, mix: kept, session, lock, holder, onState, onProblem: events.onProblem });
    const keeper = keeperOf(mix);
    if (mix.notice !== undefined && lock !== undefined) events.onProblem(mix.notice);
    const playback = createPlayback(session, mix.media, (problem) => {
      // Those that can be brought are named all together.
      if (problem.code !== "enoent" || !takesRecordings(mix)) events.onProblem(problem);
    });
    const snapshots = createSnapshots({ mix: mix.id, session, store, onProblem: events.onProblem });
    const key = crypto.randomUUID();
    const itsRight = right;
    const deskOf = (kept: OpenedMix, itsKeeper: Keeper): Desk => ({
      key,
      right: itsRight,
      mix: kept,
      session,
      playback,
      keeper: itsKeeper,
      snapshots,
      isReadOnly: () => isElsewhere,
      inFile: async (file) => {
        await itsKeeper.stop();
        const moved = { ...kept, document: session.document, file, hasUnsavedEdits: true };
        const next = keeperOf(moved);
        await next.browser?.saveAgain();
        await next.file?.save();
        return deskOf(moved, next);
      },
      close: async (next) => {
        playback.dispose().catch(() => {}); // what it could say is about a mix that is gone
        await (next?.mix.id === kept.id ? itsKeeper.stop() : itsKeeper.close());
      },
    });
    return deskOf(mix, keeper);
  } catch (error) {
    if (right !== before?.right) right?.lock?.release();
    throw error;
  }
}

const ELSEWHERE: Problem = {
  code: "open-elsewhere",
  at: "mix",
  message: "another tab has this mix: here it can be heard, and not changed until it is taken over",
};
