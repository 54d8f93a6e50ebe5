import { checkGiven, takeMix } from "./given.ts";
import { createListeners } from "./listeners.ts";
import { frameAt } from "./live/places.ts";
import { playerClosed, Succession } from "./live/succession.ts";
import { Wanted } from "./live/wanted.ts";
import { checkDifference, checkSolo } from "./monitor.ts";
import type { WebPlayer, WebPlayerOptions } from "./player-contract.ts";
import { levelShape, listenerShape, loopShape, monitorShape, playerShape, secondsShape } from "./shapes.ts";
import { NO_SHARED_MEMORY, sharesMemory } from "./shared-memory.ts";
import { sendProblemsWhole } from "./thrown-problems.ts";
import { createWorkerLink } from "./worker-link.ts";

/** Calls throw `bad-options` where they are given what they do not take. */
export function createWebPlayer(given: WebPlayerOptions): WebPlayer {
  const { onProblem: told, newWorker, ...options } = checkGiven(playerShape, given, "createWebPlayer");
  sendProblemsWhole();
  const { onProblem, listeners } = createListeners(told);
  if (!sharesMemory()) queueMicrotask(() => onProblem(NO_SHARED_MEMORY)); // once whoever makes the player has it
  const wanted = new Wanted();
  const players = new Succession({ ...options, link: createWorkerLink(newWorker) }, wanted, {
    report: listeners.tell,
    problem: onProblem,
  });
  return {
    update: async (mix) => players.update(takeMix(mix)),
    play: async () => {
      wanted.isPlaying = true;
      try {
        await players.resume();
      } catch (error) {
        wanted.isPlaying = false;
        throw error;
      }
      await players.ask(wanted.toPlayOrStop);
    },
    ready: () => players.ask((session) => session.ready()),
    stop: async () => {
      wanted.isPlaying = false;
      await players.tell(wanted.toPlayOrStop);
    },
    seek: async (seconds) => {
      checkGiven(secondsShape, seconds, "seek", "bad-position");
      wanted.playhead.send(seconds);
      await players.tell((session, { sampleRate }) => session.seek(frameAt(seconds, sampleRate)));
    },
    loop: async (range) => {
      const before = wanted.loop;
      wanted.loop = checkGiven(loopShape, range, "loop", "bad-loop");
      try {
        await players.tell(wanted.toLoop);
      } catch (error) {
        wanted.loop = before;
        throw error;
      }
    },
    monitor: async (asked) => {
      const settings = checkGiven(monitorShape, asked, "monitor");
      checkGiven(levelShape, settings.levelDb, "monitor", "bad-level");
      await players.updated(); // one may bring what is to be heard
      const { document, monitor } = wanted;
      const { levelDb = monitor.levelDb, dim = monitor.dim, mono = monitor.mono } = settings;
      const { solo = monitor.solo, difference = monitor.difference } = settings;
      if (document !== undefined) checkSolo(solo, document);
      if (document !== undefined && difference !== monitor.difference) checkDifference(difference, document);
      wanted.monitor = { levelDb, dim, mono, solo, difference };
      await players.tell(wanted.toMonitor);
    },
    subscribe: (listener) => {
      checkGiven(listenerShape, listener, "subscribe");
      if (players.isClosed) throw playerClosed();
      return listeners.add(listener);
    },
    dispose: () => players.close(),
  };
}
