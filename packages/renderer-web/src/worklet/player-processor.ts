import type { Registry } from "@twobus/core/definition";
import { QUANTUM } from "@twobus/core/engine";
import { createSlots, Player, readWatched, watchedDoubles, type WatchList } from "@twobus/core/player";
import type { FromWorklet, ToWorklet } from "../live/messages.ts";
import {
  BUSY_MS,
  createStatus,
  IS_SOUNDING,
  POSITION,
  QUANTA,
  quantaPerStatus,
  SLOT,
  tapQuanta,
  type PlayerStatus,
} from "../live/status.ts";

/** The player as it lives in the worklet: a port to the Worker, and a quantum at a time. */
export class PlayerProcessor {
  readonly #port: MessagePort;
  readonly #registry: Registry | undefined;
  #player: Player | undefined;
  /** What is said before it is set up waits. */
  #settingUp: Promise<void> | undefined;
  #memories: readonly WebAssembly.Memory[] = [];
  #status: PlayerStatus = createStatus(false, globalThis.sampleRate);
  readonly #quantaPerStatus = quantaPerStatus(globalThis.sampleRate);
  #measuresLoad = false;
  #isShared = false;
  #watch: { readonly slot: number; readonly list: WatchList } | undefined;

  constructor(port: MessagePort, registry?: Registry) {
    this.#port = port;
    this.#registry = registry;
    port.onmessage = ({ data }: MessageEvent<ToWorklet>) => {
      this.#receive(data).catch((error: unknown) => this.#tell({ kind: "failed", message: String(error) }));
    };
  }

  /** Plays no more, and lets go of the memory that it played from: a page has room for about a hundred. */
  end(): void {
    this.#port.onmessage = null;
    this.#port.close();
    this.#player = undefined;
    this.#memories = [];
  }

  process(left: Float32Array, right: Float32Array): void {
    const player = this.#player;
    if (player === undefined) return;
    const began = this.#measuresLoad ? Date.now() : 0; // each look at the clock leaves garbage
    player.process(left, right);
    const { values } = this.#status;
    values[POSITION] = player.position;
    values[SLOT] = player.slot;
    values[IS_SOUNDING] = player.isSounding ? 1 : 0;
    if (this.#measuresLoad) values[BUSY_MS]! += Date.now() - began;
    values[QUANTA]!++;
    if (!this.#isShared && values[QUANTA]! % this.#quantaPerStatus === 0) this.#sendStatus(player);
  }

  async #receive(message: ToWorklet): Promise<void> {
    switch (message.kind) {
      case "setUp":
        return (this.#settingUp = this.#setUp(message));
      case "ask":
        await this.#settingUp?.catch(() => {}); // that has been told
        return this.#tell({ kind: "ready" });
      case "watch":
        this.#watch = message;
        return;
      default:
        await this.#settingUp;
        this.#player!.receive(message);
    }
  }

  async #setUp({ modules, memories, status, measuresLoad }: ToWorklet & { kind: "setUp" }): Promise<void> {
    const slots = await createSlots(modules, memories);
    this.#isShared = status !== undefined;
    this.#status = status ?? this.#status;
    this.#measuresLoad = measuresLoad;
    this.#memories = slots.map(({ memory }) => memory);
    const { values, tap } = this.#status;
    const round = tapQuanta(this.#status);
    this.#player = new Player({
      sampleRate: globalThis.sampleRate,
      slots,
      ...(this.#registry !== undefined && { registry: this.#registry }),
      tell: (event) => this.#tell({ kind: "event", event }),
      tap: (mix) => {
        const start = (values[QUANTA]! % round) * QUANTUM * 2;
        for (let i = 0; i < QUANTUM * 2; i++) tap[start + i] = mix[i]!;
      },
    });
  }

  #sendStatus(player: Player): void {
    const { values, tap } = this.#status;
    const length = this.#quantaPerStatus;
    const start = (values[QUANTA]! - length) % tapQuanta(this.#status);
    const watch = this.#watch;
    const watched =
      watch === undefined ? undefined : { slot: watch.slot, values: new Float64Array(watchedDoubles(watch.list)) };
    if (watched !== undefined) readWatched(this.#memories[watched.slot]!, watch!.list, watched.values);
    this.#tell({
      kind: "status",
      update: {
        values: values.slice(),
        tap: tap.slice(start * QUANTUM * 2, (start + length) * QUANTUM * 2),
        rings: player.rings(),
        ...(watched !== undefined && { watched }),
      },
    });
  }

  #tell(message: FromWorklet): void {
    this.#port.postMessage(message);
  }
}
