import type { Registry } from "@twobus/core/definition";
import { QUANTUM } from "@twobus/core/engine";
import { createSlots, Player, RING_VALUES, Watch } from "@twobus/core/player";
import type { FromWorklet, StatusUpdate, ToWorklet } from "../live/messages.ts";
import {
  BUSY_MS,
  createStatusToSend,
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
  #status: PlayerStatus = createStatusToSend(globalThis.sampleRate);
  readonly #quantaPerStatus = quantaPerStatus(globalThis.sampleRate);
  readonly #rings = new Float64Array(RING_VALUES);
  #measuresLoad = false;
  #isShared = false;
  #watch: Watch | undefined;
  /** Made once and sent again and again: a message copies what it is given. */
  #message: FromWorklet & { kind: "status" } = this.#messageWith();

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
    this.#watch = undefined;
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
        return this.#watchVoice(message);
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

  async #watchVoice({ slot, list }: ToWorklet & { kind: "watch" }): Promise<void> {
    await this.#settingUp;
    this.#watch = new Watch(this.#memories[slot]!, list);
    this.#message = this.#messageWith({ slot, values: this.#watch.values });
  }

  #messageWith(watched?: StatusUpdate["watched"]): FromWorklet & { kind: "status" } {
    const { values, tap } = this.#status;
    return { kind: "status", update: { values, tap, rings: this.#rings, ...(watched !== undefined && { watched }) } };
  }

  #sendStatus(player: Player): void {
    player.readRings(this.#rings);
    this.#watch?.look();
    this.#tell(this.#message);
  }

  #tell(message: FromWorklet): void {
    this.#port.postMessage(message);
  }
}
