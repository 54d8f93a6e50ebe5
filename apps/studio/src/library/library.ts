import { chainHash, type ChainDocument } from "@twobus/core";
import { forgetChain, keepChain, keptChains, type KeptOrigin } from "./kept-chains.ts";

/** Where a chain of the library comes from. */
type ChainOrigin = KeptOrigin | "factory";

export interface LibraryChain {
  /** Of its name, version and content: the same chain is there once. */
  readonly id: string;
  readonly origin: ChainOrigin;
  readonly chain: ChainDocument;
  /** `chainHash` of its content. */
  readonly sha256: string;
}

export interface LibraryState {
  /** Own ones first, then imported ones, then those that come with Twobus. */
  readonly chains: readonly LibraryChain[];
  /** The id of the chain that was brought to the library last, to be shown. */
  readonly arrived: string | undefined;
}

/** The chains at hand. */
export class ChainLibrary {
  #state: LibraryState = { chains: [], arrived: undefined };
  #loading: Promise<void> | undefined;
  readonly #listeners = new Set<() => void>();

  readonly getState = (): LibraryState => this.#state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };

  /** Fetches those that are kept and those that come with Twobus, once. */
  load(): Promise<void> {
    this.#loading ??= this.#load().catch((error: unknown) => {
      this.#loading = undefined;
      throw error;
    });
    return this.#loading;
  }

  /** Takes a chain in and keeps it. */
  async keep(chain: ChainDocument, origin: "own" | "imported"): Promise<void> {
    this.#show([await keptEntry(chain, origin)]);
  }

  /** Reads a chain from a file, a line or a link, and keeps it. Throws a TwobusError that says what is wrong with it. */
  async take(text: string, at: string): Promise<ChainDocument> {
    const { parseChainText } = await import("@twobus/core/sharing");
    const chain = await parseChainText(text, at);
    const added = await keptEntry(chain, "imported");
    this.#show([added], added.id);
    return chain;
  }

  async forget(id: string): Promise<void> {
    await forgetChain(id);
    this.#set({ ...this.#state, chains: this.#state.chains.filter((one) => one.id !== id) });
  }

  async #load(): Promise<void> {
    const { loadFactoryChains } = await import("./factory-chains.ts");
    const [kept, factory] = await Promise.all([keptChains(), loadFactoryChains()]);
    this.#show([
      ...kept.map(({ chain, origin }) => entry(chain, origin)),
      ...factory.map((chain) => entry(chain, "factory")),
    ]);
  }

  #show(added: readonly LibraryChain[], arrived: string | undefined = this.#state.arrived): void {
    const byId = new Map(this.#state.chains.map((one) => [one.id, one]));
    // What is the factory's stays so, however it came again.
    for (const one of added) if (byId.get(one.id)?.origin !== "factory") byId.set(one.id, one);
    this.#set({ chains: [...byId.values()].toSorted(inOrder), arrived });
  }

  #set(state: LibraryState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

const RANKS: Readonly<Record<ChainOrigin, number>> = { own: 0, imported: 1, factory: 2 };

const inOrder = (a: LibraryChain, b: LibraryChain): number =>
  RANKS[a.origin] - RANKS[b.origin] || a.chain.name.localeCompare(b.chain.name) || (a.id < b.id ? 1 : -1);

function entry(chain: ChainDocument, origin: ChainOrigin): LibraryChain {
  const sha256 = chainHash(chain);
  return { id: `${chain.name}@${chain.version ?? ""}#${sha256}`, origin, chain, sha256 };
}

async function keptEntry(chain: ChainDocument, origin: "own" | "imported"): Promise<LibraryChain> {
  const made = entry(chain, origin);
  await keepChain(made.id, origin, chain);
  return made;
}
