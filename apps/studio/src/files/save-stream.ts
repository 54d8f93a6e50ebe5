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

export const canPick = (scope: object): scope is SaveFilePicker => "showSaveFilePicker" in scope;

/** The file that a person chooses to write; nothing where one chooses not to. */
export async function pickFile(
  picker: SaveFilePicker,
  name: string,
  { description, type, ending }: FileKind,
): Promise<FileSystemFileHandle | undefined> {
  try {
    return await picker.showSaveFilePicker({
      suggestedName: name,
      types: [{ description, accept: { [type]: [ending] } }],
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") return undefined;
    throw error;
  }
}

/**
 * Gives a file: to a place that is chosen where the browser lets one choose, else as a download. What it holds is made once that
 * is known. Resolves to whether it was given: one may choose not to.
 */
export async function saveStream(
  name: string,
  kind: FileKind,
  content: () => ReadableStream<Uint8Array>,
): Promise<boolean> {
  if (!canPick(window)) {
    const blob = await new Response(content() as ReadableStream<Uint8Array<ArrayBuffer>>).blob();
    download(name, new Blob([blob], { type: kind.type }));
    return true;
  }
  const handle = await pickFile(window, name, kind);
  if (handle === undefined) return false;
  // What is half written is not kept where the stream fails.
  await content().pipeTo(await handle.createWritable());
  return true;
}
