import type { Action } from "@twobus/editor";

/** What the studio does besides the editor. */
export interface StudioDeeds {
  readonly onPlay: () => void;
  readonly onToStart: () => void;
  readonly onSave: () => void;
  readonly onSaveAs: () => void;
  readonly onRename: () => void;
  readonly onMixes: () => void;
  /** Absent where versions are not kept. */
  readonly onVersions: (() => void) | undefined;
  readonly onTree: () => void;
  readonly onHistory: () => void;
  readonly onKeys: () => void;
}

export function studioActions(deeds: StudioDeeds): readonly Action[] {
  const { onVersions } = deeds;
  return [
    {
      id: "play",
      name: "Play or stop",
      group: "Studio",
      keys: ["Space"],
      reach: "page",
      run: deeds.onPlay,
    },
    {
      id: "to-start",
      name: "Go to the beginning",
      group: "Studio",
      words: ["rewind"],
      keys: ["Home"],
      run: deeds.onToStart,
    },
    {
      id: "save",
      name: "Save now",
      group: "Studio",
      words: ["keep", "file"],
      keys: ["Mod+S"],
      reach: "text",
      run: deeds.onSave,
    },
    {
      id: "save-as",
      name: "Save as…",
      group: "Studio",
      words: ["export", "copy", "download", "file"],
      keys: ["Mod+Shift+S"],
      reach: "text",
      run: deeds.onSaveAs,
    },
    {
      id: "rename-mix",
      name: "Rename the mix…",
      group: "Studio",
      words: ["title", "song", "call"],
      run: deeds.onRename,
    },
    {
      id: "mixes",
      name: "Mixes…",
      group: "Studio",
      words: ["open", "new", "template"],
      keys: ["Mod+O"],
      reach: "page",
      run: deeds.onMixes,
    },
    ...(onVersions === undefined
      ? []
      : [{ id: "versions", name: "Versions…", group: "Studio", words: ["back", "older"], run: onVersions }]),
    {
      id: "tree",
      name: "Show or hide the tree",
      group: "Studio",
      words: ["outline", "panel"],
      keys: ["T"],
      run: deeds.onTree,
    },
    {
      id: "history",
      name: "Show or hide the history",
      group: "Studio",
      words: ["undo", "panel"],
      keys: ["H"],
      run: deeds.onHistory,
    },
    {
      id: "keys",
      name: "Keys…",
      group: "Studio",
      words: ["keyboard", "shortcuts", "map"],
      keys: ["?"],
      run: deeds.onKeys,
    },
  ];
}
