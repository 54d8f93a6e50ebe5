import type { Page } from "playwright";

/** Drops files and folders onto the page as the desktop does, on its canvas unless a place is given. */
export async function drop(page: Page, files: readonly string[], at = { x: 500, y: 400 }): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const data = { items: [], files: [...files], dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"] as const) {
    await browser.send("Input.dispatchDragEvent", { type, ...at, data });
  }
}
