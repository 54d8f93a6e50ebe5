import { describe, expect, test } from "vitest";
import { after, at, chainMix } from "../../test/edits.ts";
import { soundsAlike } from "../../test/heard.ts";
import { chainNode, dice, nestedMix } from "../../test/nested-mix.ts";
import { toyMix, toyRegistry } from "../../test/toy-pack.ts";
import { chainHash } from "../document/chain-hash.ts";
import type { ChainDocument } from "../document/chain-types.ts";
import { isChanged } from "../document/chain-uses.ts";
import type { MixDocument } from "../document/types.ts";
import { extractChain } from "./extract-chain.ts";
import { History } from "./history.ts";
import { linkChain } from "./link-chain.ts";
import { duplicateLinked, placeChain, updateChain } from "./place-chain.ts";

const words = { name: "Found", summary: "As it was.", tags: ["found"], author: "Ada", licence: "MIT" };
const fx = { graph: "mix", nodes: ["fx"] };

/** A mix in which the chain was made and is followed, and that chain. */
function linked(mix: MixDocument, place = fx, before?: ChainDocument) {
  const history = new History(mix, toyRegistry);
  const { chain } = extractChain(mix, toyRegistry, place, before === undefined ? words : {}, before);
  const told = history.gesture(() => linkChain(mix, place, chain, history.do.bind(history)));
  return { history, chain, told };
}

/** A mix with a chain node that no strip shares its content with, and has values and automation of its own. */
const alone = (): MixDocument => after(chainMix(), { kind: "makeUnique", ...at, node: "fx" }).document;
const contentOf = ({ graphs }: MixDocument): string => graphs["mix"]!.nodes["fx"]!.graph!;

/** With something changed inside. */
const turned = (mix: MixDocument, value: number): MixDocument =>
  after(mix, { kind: "setParameter", graph: contentOf(mix), node: "comp", param: "lookAheadMs", value }).document;

describe("a chain node that a chain was made of", () => {
  test("stands as if it had been placed from it, in one entry, and sounds as before", () => {
    for (let seed = 0; seed < 40; seed++) {
      const nested = { ...nestedMix(dice(seed)), automation: {} };
      const { both: _both, trim2Db: _trim, ...few } = nested.graphs["outer"]!.interface.params;
      nested.graphs["outer"]!.interface.params = few;
      const { document: mix } = after(nested, { kind: "makeUnique", ...at, node: "one" });
      const place = { graph: "mix", nodes: ["one"] };
      const { history, chain, told } = linked(mix, place);
      expect(told).toEqual([]);
      expect(history.done).toHaveLength(1);
      const { params, graph } = history.document.graphs["mix"]!.nodes["one"]!;
      expect(params).toEqual({});
      expect(history.document.graphs[graph!]!.definition).toEqual({
        name: "Found",
        author: "Ada",
        licence: "MIT",
        version: "1.0.0",
        sha256: chainHash(chain),
      });
      expect(isChanged(history.document, graph!)).toBe(false);
      expect(soundsAlike(mix, history.document), `seed ${seed}`).toBe(true);
      history.undo();
      expect(history.document).toEqual(mix);
    }
  });

  test("is reached by the next version, which keeps what was said and names its ancestors, to the third", () => {
    const first = linked(alone());
    const second = linked(turned(first.history.document, 1), fx, first.chain);
    const third = linked(turned(second.history.document, 2), fx, second.chain);
    const { name, summary, tags, author, licence, version, derivedFrom } = third.chain;
    expect({ name, summary, tags, author, licence }).toEqual(words);
    expect(version).toBe("1.2.0");
    expect(derivedFrom).toEqual([
      { name: "Found", version: "1.1.0", sha256: chainHash(second.chain) },
      { name: "Found", version: "1.0.0", sha256: chainHash(first.chain) },
    ]);
    const { history } = first;
    updateChain(third.chain, contentOf(history.document), history.do.bind(history));
    expect(history.document.graphs[contentOf(history.document)]!.definition?.version).toBe("1.2.0");
    expect(soundsAlike(history.document, third.history.document)).toBe(true);
  });

  test("is left as it is where nothing was changed: no other version, no ancestor, no entry", () => {
    const { history, chain } = linked(alone());
    const again = linked(history.document, fx, chain);
    expect(again.chain).toEqual(chain);
    expect(again.history.done).toEqual([]);
  });

  test("keeps what a macro stands at", () => {
    const exposed = {
      targets: ["comp.thresholdDb"],
      ranges: { "comp.thresholdDb": { from: 0, to: -40 } },
      percent: 20,
    };
    const { document: mix } = after(
      alone(),
      { kind: "setExposed", graph: contentOf(alone()), name: "slamPercent", exposed },
      { kind: "setParameter", ...at, node: "fx", param: "slamPercent", value: 75 },
    );
    const { chain, history } = linked(mix);
    expect(chain.graphs[chain.root]!.interface.params["slamPercent"]!.percent).toBe(75);
    expect(soundsAlike({ ...mix, automation: {} }, { ...history.document, automation: {} })).toBe(true);
    const elsewhere = new History(mix, toyRegistry);
    const placed = placeChain(chain, { graph: "mix", id: "again" }, elsewhere.do.bind(elsewhere));
    const record = elsewhere.document.graphs[elsewhere.document.graphs["mix"]!.nodes[placed]!.graph!]!;
    expect(record.interface.params["slamPercent"]!.percent).toBe(75);
    expect(record.nodes["comp"]!.params["thresholdDb"]).toBe(-30);
  });

  test("is not linked where that would change what others hear, and that is told", () => {
    const history = new History({ ...alone(), automation: {} }, toyRegistry);
    duplicateLinked(history.document, { graph: "mix", node: "fx" }, history.do.bind(history));
    const mix = history.document;
    const { history: now, told } = linked(mix);
    expect(told).toMatchObject([{ code: "not-linked", at: "mix/fx" }]);
    expect(now.document).toBe(mix);
    const { document: plain } = after(mix, { kind: "setParameter", ...at, node: "fx", param: "amountDb", value: null });
    expect(linked(plain).told).toEqual([]);
  });

  test("is not linked once it is another than the chain that was made", () => {
    const { chain } = extractChain(alone(), toyRegistry, fx, words);
    const history = new History(turned(alone(), 1), toyRegistry);
    const { document } = after(history.document, {
      kind: "setExposed",
      graph: contentOf(alone()),
      name: "amountDb",
      exposed: null,
    });
    const now = new History(document, toyRegistry);
    expect(linkChain(document, fx, chain, now.do.bind(now))).toMatchObject([{ code: "not-linked" }]);
    expect(now.document).toBe(document);
  });

  test("only a chain node follows: a strip and loose nodes do not", () => {
    const mix = alone();
    const { chain } = extractChain(mix, toyRegistry, { graph: "mix", nodes: ["bass"] }, words);
    const refuse = (): never => expect.unreachable();
    expect(linkChain(mix, { graph: "mix", nodes: ["bass"] }, chain, refuse)).toEqual([]);
    expect(linkChain(mix, { graph: "mix", nodes: ["fx", "drums"] }, chain, refuse)).toEqual([]);
    expect(linkChain(mix, { graph: "mix", nodes: ["__proto__"] }, chain, refuse)).toEqual([]);
  });
});

describe("the words of a chain that replaces another", () => {
  const of = (mix: MixDocument, given: object, before?: ChainDocument) =>
    extractChain(mix, toyRegistry, fx, given, before).chain;

  test("are those of the other unless others are given; an empty one takes away", () => {
    const before = { ...of(alone(), { ...words, description: "Long." }), version: "3.4.5-rc.1" };
    const next = of(turned(alone(), 2), { author: "", tags: ["new"] }, before);
    expect(next).toMatchObject({
      name: "Found",
      summary: "As it was.",
      description: "Long.",
      tags: ["new"],
      licence: "MIT",
    });
    expect(next).not.toHaveProperty("author");
    expect(next.version).toBe("3.5.0");
    expect(next.derivedFrom).toEqual([{ name: "Found", version: "3.4.5-rc.1", sha256: chainHash(before) }]);
    expect(of(turned(alone(), 2), { version: "4.0.0" }, before).version).toBe("4.0.0");
  });

  test("begin anew under another name, and still say what it was derived from", () => {
    const before = of(alone(), { ...words, version: "3.4.5" });
    const other = of(turned(alone(), 2), { name: "Other" }, before);
    expect(other).toMatchObject({ name: "Other", version: "1.0.0", author: "Ada" });
    expect(other.derivedFrom).toEqual([{ name: "Found", version: "3.4.5", sha256: chainHash(before) }]);
  });

  test("without any other are those of the mix", () => {
    const mix = alone();
    expect(of(mix, {})).toMatchObject({ name: "fx", summary: `From ${mix.name}.`, tags: [], version: "1.0.0" });
    expect(of(mix, {})).not.toHaveProperty("derivedFrom");
  });

  test("have a version above all that there are", () => {
    const { history, chain } = linked(alone());
    const newer = { ...of(turned(alone(), 5), words), version: "1.7.0" };
    expect(of(turned(history.document, 6), {}, newer).version).toBe("1.8.0");
    const older = { ...newer, version: "0.9.0" };
    expect(of(turned(history.document, 6), {}, older).version).toBe("1.1.0");
    expect(of(turned(history.document, 6), {}, older).derivedFrom).toEqual([
      { name: "Found", version: "1.0.0", sha256: chainHash(chain) },
    ]);
  });

  test("a hundred versions name 64 ancestors at most", () => {
    let before: ChainDocument | undefined;
    for (let n = 0; n < 100; n++) before = of(turned(alone(), n / 10), before === undefined ? words : {}, before);
    expect(before!.derivedFrom).toHaveLength(64);
    expect(before!.version).toBe("1.99.0");
  });
});

test("a pinned node inside does not make the chain another", () => {
  const graph = { ...toyMix().graphs["bass-chain"]! };
  const holding = (node: object) => ({ ...graph, nodes: { a: { ...chainNode("inner"), ...node } } });
  const [free, pinned] = [{}, { pinned: "elsewhere" }].map((more) => ({ outer: holding(more), inner: graph }));
  expect(chainHash({ root: "outer", graphs: pinned as never })).toBe(
    chainHash({ root: "outer", graphs: free as never }),
  );
});
