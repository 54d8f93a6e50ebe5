import type { Page } from "playwright";

/** Drops files and folders onto the page as the desktop does, on its canvas unless a place is given. */
export async function drop(page: Page, files: readonly string[], at = { x: 500, y: 400 }): Promise<void> {
  const drag = await dragOf(page, files, at);
  for (const type of ["dragEnter", "dragOver", "drop"] as const) await drag(type);
}

/** Lets files go over a strip of the canvas. Returns what was offered before. */
export async function dropOn(page: Page, strip: string, ...files: readonly string[]): Promise<readonly string[]> {
  const { x, y } = (await page.getByRole("article", { name: strip }).boundingBox())!;
  const drag = await dragOf(page, files, { x: x + 60, y: y + 10 });
  await drag("dragEnter");
  await drag("dragOver");
  const offer = page.getByText(/^(Replace the recording of|New tracks into) /);
  await offer.waitFor();
  const offered = await offer.allTextContents();
  await drag("drop");
  await offer.waitFor({ state: "detached" });
  return offered;
}

async function dragOf(
  page: Page,
  files: readonly string[],
  at: { readonly x: number; readonly y: number },
): Promise<(type: "dragEnter" | "dragOver" | "drop") => Promise<unknown>> {
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  return (type) => browser.send("Input.dispatchDragEvent", { type, ...at, data });
}
