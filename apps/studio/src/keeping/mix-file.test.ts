import { afterEach, expect, test, vi } from "vitest";
import { putMix } from "./mix-file.ts";

afterEach(() => vi.restoreAllMocks());

test("a server that hangs is given up, and said to have not answered", async () => {
  const patience = new AbortController();
  vi.spyOn(AbortSignal, "timeout").mockReturnValue(patience.signal);
  const asked = Promise.withResolvers<void>();
  vi.spyOn(globalThis, "fetch").mockImplementation(
    (_, options) =>
      new Promise((_resolve, reject) => {
        options?.signal?.addEventListener("abort", () => reject(new Error("aborted")));
        asked.resolve();
      }),
  );
  const put = putMix({ url: "http://127.0.0.1/mix/song.mix.json", etag: '"1"', identity: "song" }, "{}");
  const told = expect(put).rejects.toThrow(/no answer came; keep this page/);
  await asked.promise;
  patience.abort();
  await told;
});
