import { TEMPLATES, type Template } from "@twobus/core";
import { useState, type ReactNode } from "react";
import { Dialog } from "../dialog.tsx";
import { chooseFiles, chooseMix } from "../files/choose-files.ts";
import type { ChosenFile } from "../intake/chosen-files.ts";
import type { MixStore } from "../keeping/mix-store.ts";
import type { OpenedMix } from "../keeping/opened-mix.ts";
import { KeptList } from "./kept-list.tsx";
import { ServedList } from "./served-list.tsx";
import { DEMO, type ServedMix } from "./served-mixes.ts";
import styles from "./start.module.css";

export interface StartProps {
  readonly store: MixStore | undefined;
  /** The mix that is open. */
  readonly open: OpenedMix | undefined;
  readonly hasDemo: boolean;
  readonly onFiles: (files: ChosenFile[]) => void;
  readonly onProblem: (error: unknown) => void;
  readonly onTemplate: (template: Template) => void;
  readonly onServed: (mix: ServedMix) => void;
  readonly onKept: (id: string) => void;
  readonly onClose: () => void;
}

/** The ways to a mix: recordings, a template, the demo, a file, or one that is kept. */
export function Start({
  store,
  open,
  hasDemo,
  onFiles,
  onProblem,
  onTemplate,
  onServed,
  onKept,
  onClose,
}: StartProps): ReactNode {
  const [template, setTemplate] = useState(TEMPLATES[0]!);
  return (
    <Dialog title="A mix grows from its stereo bus" onClose={onClose}>
      <ServedList open={open?.file} onOpen={onServed} />
      <div className={styles["ways"]}>
        <section className={styles["drop"]}>
          <h2>Recordings</h2>
          <p>Drop stems here, or a folder of them. Their names tell which bus they belong to.</p>
          <button type="button" onClick={() => chooseFiles({ isFolder: true }, onFiles)}>
            Choose a folder
          </button>{" "}
          <button type="button" onClick={() => chooseFiles({ accept: "audio/*" }, onFiles)}>
            Choose files
          </button>
        </section>
        <section>
          <h2>A template</h2>
          <select
            aria-label="Template"
            value={template.name}
            onChange={(event) => setTemplate(TEMPLATES.find(({ name }) => name === event.target.value)!)}
          >
            {TEMPLATES.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>{" "}
          <button type="button" onClick={() => onTemplate(template)}>
            Start with its buses
          </button>
          <p>{template.summary}</p>
        </section>
        {hasDemo && (
          <section>
            <h2>The demo song</h2>
            <button type="button" onClick={() => onServed(DEMO)}>
              Open the demo
            </button>
            <p>A finished mix, to hear and to take apart.</p>
          </section>
        )}
        <section>
          <h2>A mix file</h2>
          <button type="button" onClick={() => chooseMix(onFiles, onProblem)}>
            Open a mix
          </button>
          <p>A .mix.json, or a .twobus.zip with the recordings in it.</p>
        </section>
      </div>
      {store !== undefined && <KeptList store={store} openId={open?.id} onOpen={onKept} />}
    </Dialog>
  );
}
