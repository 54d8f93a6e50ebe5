import { expect, test } from "vitest";
import { rendererWith } from "../test/harness.ts";
import { forgetfulMix, longMedia } from "../test/long-song.ts";
import { apart, bounced, cut, onset, sessionWith, waiting, type Sound } from "../test/player-harness.ts";
import type { Monitor } from "./monitor.ts";

const made = await bounced(forgetfulMix(), longMedia);

function aloneMix() {
  const mix = forgetfulMix();
  mix.graphs["mix"]!.nodes["track0"]!.muted = true;
  return mix;
}
const alone = await bounced(aloneMix(), longMedia);

const mapped = ([left, right]: Sound, map: (own: number, other: number) => number): Sound => [
  left.map((x, i) => map(x, right[i]!)),
  right.map((x, i) => map(x, left[i]!)),
];

test.each<[Partial<Monitor>, Sound]>([
  [{ mono: true }, mapped(made, (own, other) => (own + other) / 2)],
  [{ dim: true }, mapped(made, (own) => own / 10)],
  [{ levelDb: -6 }, mapped(made, (own) => own * 10 ** (-6 / 20))],
  [{ levelDb: -14, dim: true, mono: true }, mapped(made, (own, other) => ((own + other) / 2) * 10 ** (-34 / 20))],
  [{ solo: ["track1"] }, alone],
])(
  "monitoring with %j, before and while it plays; a bounce meanwhile knows nothing of it",
  async (settings, wanted) => {
    const renderer = await rendererWith({ mix: forgetfulMix(), media: longMedia });
    const unmonitored = { container: "wav", sampleFormat: "float32", to: { kind: "memory" } } as const;
    const { player, captured, until } = await sessionWith(forgetfulMix(), { media: longMedia });
    await player.monitor(settings);
    await player.play();
    const bouncing = renderer.bounce({ ...unmonitored, fromSeconds: 1, toSeconds: 2 });
    await until(({ positionSeconds }) => positionSeconds > 0.6);
    const heard = await captured();
    const start = onset(heard) - onset(wanted);
    expect(apart(cut(heard, start + 4800, 19_200), cut(wanted, 4800, 19_200))).toBeLessThan(1e-6);

    // Back to unity on the way
    await player.monitor({ levelDb: 0, dim: false, mono: false, solo: [] });
    const length = heard[0].length;
    let rest: Sound = [new Float32Array(), new Float32Array()];
    for (let isBack = false; !isBack;) {
      await waiting(100);
      const next = await captured();
      const from = length + rest[0].length;
      rest = [new Float32Array([...rest[0], ...next[0]]), new Float32Array([...rest[1], ...next[1]])];
      isBack = apart(next, cut(made, from - start, next[0].length)) < 1e-6;
    }
    const { pcmSha256 } = await bouncing;
    const again = await renderer.bounce({ ...unmonitored, fromSeconds: 1, toSeconds: 2 });
    expect(pcmSha256).toBe(again.pcmSha256);
  },
);

test("a level that is none is refused, and what was heard stays", async () => {
  const { player } = await sessionWith(forgetfulMix(), { media: longMedia });
  for (const levelDb of [Number.NaN, Infinity]) {
    await expect(player.monitor({ levelDb })).rejects.toMatchObject({
      problems: [{ code: "bad-level", at: "monitor" }],
    });
  }
  await player.monitor({ levelDb: -Infinity });
});
