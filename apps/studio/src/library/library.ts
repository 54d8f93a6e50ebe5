import {
  chainHash,
  compareNaturally,
  isVersionOf,
  PACK_ENDING,
  type ChainDefinition,
  type ChainDocument,
} from "@twobus/core";
import { registry } from "../registry.ts";
import { forgetChain, keepChains, keptChains, type KeptOrigin } from "./kept-chains.ts";

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
    this.#show(await keep([chain], origin));
  }

  /**
   * Reads a chain from a line, a link or a file's text, and keeps it. Throws a TwobusError that says what is wrong with it, or why it can
   * stand in no mix here.
   */
  async take(text: string, at: string): Promise<ChainDocument> {
    const { parseChainText, refuseUnfit } = await import("@twobus/core/sharing");
    const chain = await parseChainText(text, at);
    refuseUnfit(at, chain, registry);
    await this.#keepAll([chain]);
    return chain;
  }

  /** Reads chains from a file, which may be a package of them, and keeps all of them or none. Nothing in a package is run. */
  async takeFile(file: Blob, name: string): Promise<readonly ChainDocument[]> {
    if (!PACK_ENDING.test(name)) return [await this.take(await file.text(), name)];
    const { PACK_LIMITS, readPackArchive, refuseUnfit } = await import("@twobus/core/sharing");
    // Of a file that is far too large no more is read than it takes to refuse it.
    const bytes = new Uint8Array(await file.slice(0, PACK_LIMITS.bytes + 1).arrayBuffer());
    const { pack } = await readPackArchive(bytes, name);
    for (const [id, chain] of Object.entries(pack.chains)) refuseUnfit(`${name}/${id}`, chain, registry);
    const chains = Object.values(pack.chains);
    await this.#keepAll(chains);
    return chains;
  }

  async #keepAll(chains: readonly ChainDocument[]): Promise<void> {
    const added = await keep(chains, "imported");
    this.#show(added, added[0]?.id);
  }

  /** The latest version of what was placed, or of one's own of a name. */
  latest(of: ChainDefinition | string | undefined): ChainDocument | undefined {
    const found = this.#state.chains.filter(({ chain, origin }) =>
      typeof of === "string" ? chain.name === of && origin !== "factory" : isVersionOf(of, chain),
    );
    return found.map(({ chain }) => chain).toSorted(byVersion)[0];
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

const byVersion = (a: ChainDocument, b: ChainDocument): number => compareNaturally(b.version ?? "", a.version ?? "");

function entry(chain: ChainDocument, origin: ChainOrigin): LibraryChain {
  const sha256 = chainHash(chain);
  return { id: `${chain.name}@${chain.version ?? ""}#${sha256}`, origin, chain, sha256 };
}

async function keep(chains: readonly ChainDocument[], origin: KeptOrigin): Promise<readonly LibraryChain[]> {
  const made = chains.map((chain) => entry(chain, origin));
  await keepChains(made, origin);
  return made;
}
