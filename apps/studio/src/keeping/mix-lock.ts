import { unmarkOpen } from "./open-marks.ts";

/** The right to change a kept mix: one tab has it. */
export interface MixLock {
  release(): void;
}

/** What happens when another tab takes the mix over. */
export interface LockHolder {
  /** Saves what is not saved; the other tab waits for it. */
  beforeLoss: () => Promise<unknown>;
  onLoss: () => void;
}

/** How long a tab that should give a mix away is waited for, before it is taken. */
const PATIENCE_MS = 2000;

const nameOf = (id: string): string => `twobus-mix-${id}`;

/** Pages over plain http have no locks: there each tab may change what it shows. */
const hasLocks = (): boolean => "locks" in navigator;

/** Nothing where another tab holds the mix. */
export async function holdMix(id: string, holder: LockHolder): Promise<MixLock | undefined> {
  return hasLocks() ? request(id, holder, { ifAvailable: true }) : { release: () => undefined };
}

/** Asks the tab that holds the mix to give it away, and takes it where that tab does not answer. */
export async function takeOverMix(id: string, holder: LockHolder): Promise<MixLock> {
  const channel = new BroadcastChannel(nameOf(id));
  channel.postMessage("give away");
  channel.close();
  try {
    const lock = (await request(id, holder, { signal: AbortSignal.timeout(PATIENCE_MS) }))!;
    unmarkOpen(id); // who gives it away has not died
    return lock;
  } catch {
    return (await request(id, holder, { steal: true }))!;
  }
}

/** The mixes that some tab holds. */
export async function heldMixes(): Promise<ReadonlySet<string>> {
  const { held = [] } = hasLocks() ? await navigator.locks.query() : {};
  return new Set(held.map(({ name = "" }) => name.replace(nameOf(""), "")));
}

async function request(id: string, holder: LockHolder, options: LockOptions): Promise<MixLock | undefined> {
  const over = Promise.withResolvers<void>();
  const gained = Promise.withResolvers<boolean>();
  let isHeld = false;
  const end = (isLoss: boolean): void => {
    if (!isHeld) return;
    isHeld = false;
    channel.close();
    over.resolve();
    if (isLoss) holder.onLoss();
  };
  const channel = new BroadcastChannel(nameOf(id));
  navigator.locks
    .request(nameOf(id), options, async (lock) => {
      isHeld = lock !== null;
      gained.resolve(isHeld);
      if (lock !== null) await over.promise;
    })
    .catch((error: unknown) => {
      gained.reject(error);
      end(true);
    });
  try {
    if (!(await gained.promise)) {
      channel.close();
      return undefined;
    }
  } catch (error) {
    channel.close();
    throw error;
  }
  channel.addEventListener("message", () => void holder.beforeLoss().finally(() => end(true)));
  return { release: () => end(false) };
}
