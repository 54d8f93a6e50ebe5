import { download } from "../download.ts";

interface SaveFilePicker {
  showSaveFilePicker(options: {
    readonly suggestedName: string;
    readonly types: readonly { readonly description: string; readonly accept: Record<string, readonly string[]> }[];
  }): Promise<FileSystemFileHandle>;
}

export interface FileKind {
  readonly description: string;
  readonly type: string;
  readonly ending: string;
}

const canPick = (scope: object): scope is SaveFilePicker => "showSaveFilePicker" in scope;

/**
 * Gives a file: to a place that is chosen where the browser lets one choose, else as a download. What it holds is made once that
 * is known. Resolves to whether it was given: one may choose not to.
 */
export async function saveStream(
  name: string,
  { description, type, ending }: FileKind,
  content: () => ReadableStream<Uint8Array>,
): Promise<boolean> {
  if (!canPick(window)) {
    const blob = await new Response(content() as ReadableStream<Uint8Array<ArrayBuffer>>).blob();
    download(name, new Blob([blob], { type }));
    return true;
  }
  let handle: FileSystemFileHandle;
  try {
    handle = await window.showSaveFilePicker({
      suggestedName: name,
      types: [{ description, accept: { [type]: [ending] } }],
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return false;
    throw error;
  }
  // What is half written is not kept where the stream fails.
  await content().pipeTo(await handle.createWritable());
  return true;
}
