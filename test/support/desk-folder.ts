import type { Page } from "playwright";

/**
 * Stands in for the desktop's dialogs, which cannot be answered from here: "save" answers with a file of the suggested name, "open"
 * with `opened`. The files are real, in the page's private file system. Call it before the page is opened.
 */
export async function answerPickers(
  page: Page,
  opened?: { readonly name: string; readonly text: string },
): Promise<void> {
  await page.addInitScript((file) => {
    const desk = (): Promise<FileSystemDirectoryHandle> =>
      navigator.storage.getDirectory().then((root) => root.getDirectoryHandle("desk", { create: true }));
    const handleOf = async (name: string): Promise<FileSystemFileHandle> =>
      (await desk()).getFileHandle(name, { create: true });
    Object.assign(globalThis, {
      showSaveFilePicker: ({ suggestedName }: { suggestedName: string }) => handleOf(suggestedName),
      showOpenFilePicker: async () => {
        const handle = await handleOf(file!.name);
        const stream = await handle.createWritable();
        await stream.write(file!.text);
        await stream.close();
        return [handle];
      },
    });
  }, opened);
}

/** What a file that was answered with holds. */
export const readDeskFile = (page: Page, name: string): Promise<string> =>
  page.evaluate(async (wanted) => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("desk");
    return (await (await folder.getFileHandle(wanted)).getFile()).text();
  }, name);

/** Writes it as another program would. */
export const writeDeskFile = (page: Page, name: string, text: string): Promise<void> =>
  page.evaluate(
    async ([wanted, content]) => {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("desk");
      const stream = await (await folder.getFileHandle(wanted)).createWritable();
      await stream.write(content);
      await stream.close();
    },
    [name, text] as const,
  );

/** The names of what was answered with. */
export const deskFiles = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("desk", { create: true });
    const names: string[] = [];
    for await (const name of (folder as unknown as { keys(): AsyncIterable<string> }).keys()) names.push(name);
    return names.toSorted();
  });

/** The SHA-256 of what a file that was answered with holds, in hexadecimal. */
export const hashDeskFile = (page: Page, name: string): Promise<string> =>
  page.evaluate(async (wanted) => {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("desk");
    const bytes = await (await (await folder.getFileHandle(wanted)).getFile()).arrayBuffer();
    const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    return [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }, name);
