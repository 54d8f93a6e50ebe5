import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright";
import { expect } from "vitest";

// Pictures of pages, kept in test/pictures. `npx pnpm run pictures` takes them anew; look at what has changed before it is committed.

const folder = new URL("../pictures/", import.meta.url);
const conditions = new URL("conditions.json", folder);
/** Whether pictures are taken anew. */
export const isRenewing: boolean = process.env["TWOBUS_RENEW_PICTURES"] === "1";

/** Of 255: what edges of letters differ by from run to run is less. */
const COLOUR_TOLERANCE = 32;
/** Of all pixels. */
const PIXEL_TOLERANCE = 0.001;

/** Why the pictures that are kept say nothing about this browser: it draws letters otherwise. Undefined where they do. */
export async function otherLetters(page: Page): Promise<string | undefined> {
  const here = await lettersOf(page);
  if (isRenewing) {
    const { chromium, widths } = here;
    await writeFile(conditions, `{ "chromium": "${chromium}", "widths": [${widths.join(", ")}] }\n`);
    return undefined;
  }
  const kept = JSON.parse(await readFile(conditions, "utf8")) as Letters;
  return JSON.stringify(here) === JSON.stringify(kept)
    ? undefined
    : `the pictures were taken with Chromium ${kept.chromium} and its fonts, this is ${here.chromium}`;
}

interface Letters {
  readonly chromium: string;
  /** Of a sentence in the fonts of the studio, in pixels. */
  readonly widths: readonly number[];
}

const lettersOf = async (page: Page): Promise<Letters> => ({
  chromium: page.context().browser()!.version().split(".")[0]!,
  widths: await page.evaluate(() => {
    const pen = document.createElement("canvas").getContext("2d")!;
    return ["13px system-ui", "bold 32px system-ui"].map((font) => {
      pen.font = font;
      return Math.round(pen.measureText("Sphinx of black quartz, judge my vow − 12.5 dB").width);
    });
  }),
});

/** Compares a page with its picture. What moves, or depends on the machine, is covered. */
export async function expectPicture(page: Page, name: string): Promise<void> {
  const taken = await page.screenshot({ animations: "disabled", caret: "hide", mask: [page.locator("output")] });
  const path = new URL(`${name}.png`, folder);
  if (isRenewing) return writeFile(path, taken);
  const share = await differentShare(page, taken, await readFile(path));
  if (share <= PIXEL_TOLERANCE) return;
  const shown = join(await mkdtemp(join(tmpdir(), "twobus-pictures-")), `${name}.png`);
  await writeFile(shown, taken);
  expect.fail(`${(100 * share).toFixed(2)} % of test/pictures/${name}.png is otherwise now: compare it with ${shown}`);
}

/** The share of pixels whose colours differ; 1 where sizes do. Pictures are read by the browser itself. */
const differentShare = (page: Page, one: Buffer, other: Buffer): Promise<number> =>
  page
    .context()
    .newPage()
    .then(async (reader) => {
      const share = await reader.evaluate(
        async ([images, tolerance]) => {
          const read = async (base64: string): Promise<ImageData> => {
            const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
            const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
            const pen = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d")!;
            pen.drawImage(bitmap, 0, 0);
            return pen.getImageData(0, 0, bitmap.width, bitmap.height);
          };
          const [a, b] = await Promise.all(images.map(read));
          if (a!.width !== b!.width || a!.height !== b!.height) return 1;
          let different = 0;
          for (let at = 0; at < a!.data.length; at += 4) {
            const distance = Math.max(
              ...[0, 1, 2].map((channel) => Math.abs(a!.data[at + channel]! - b!.data[at + channel]!)),
            );
            if (distance > tolerance) different++;
          }
          return different / (a!.width * a!.height);
        },
        [[one, other].map((picture) => picture.toString("base64")), COLOUR_TOLERANCE] as const,
      );
      await reader.close();
      return share;
    });
