import { counted, DEFAULT_TEMPLATE, songNameOf, TEMPLATES, type Problem } from "@twobus/core";
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react";
import type { Desk } from "../desk.ts";
import { Dialog } from "../dialog.tsx";
import type { MixStore } from "../keeping/mix-store.ts";
import { storageProblem } from "../keeping/storage-problem.ts";
import { registry } from "../registry.ts";
import { addToMix } from "./add-to-mix.ts";
import type { ChosenFile } from "./chosen-files.ts";
import { startIntake } from "./intake.ts";
import type { Described } from "./intake-worker.ts";
import { makeMix } from "./make-mix.ts";
import { planIntake, type IntakeChoices } from "./plan-intake.ts";
import { ReviewTable } from "./review-table.tsx";

const NOTHING_CHOSEN: IntakeChoices = { skipped: new Set(), buses: new Map() };

/** Shows what recordings would become, before they do. */
export function Review({
  files,
  store,
  open,
  onMade,
  onClose,
}: {
  files: readonly ChosenFile[];
  store: MixStore;
  /** The mix that they can be added to; absent where it could not look for them anywhere. */
  open: Desk | undefined;
  onMade: (id: string) => void;
  onClose: () => void;
}): ReactNode {
  const [described, setDescribed] = useState<Described | undefined>(undefined);
  const [progress, setProgress] = useState<number | undefined>(0);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const [template, setTemplate] = useState(DEFAULT_TEMPLATE);
  const [choices, setChoices] = useState(NOTHING_CHOSEN);
  const [name, setName] = useState(() => nameFor(files));
  const making = useRef<AbortController | undefined>(undefined);
  useEffect(() => {
    const intake = startIntake();
    intake
      .describe(files, setProgress)
      .then(setDescribed, (error: unknown) => setProblem(storageProblem(error, "recordings")))
      .finally(() => setProgress(undefined));
    return () => intake.close();
  }, [files]);
  const plan = useMemo(
    () => described && planIntake({ name, files: described.files, template, registry }, choices),
    [described, name, template, choices],
  );
  const work = async (make: (signal: AbortSignal) => Promise<void>): Promise<void> => {
    const { signal } = (making.current = new AbortController());
    setProblem(undefined);
    setProgress(0);
    try {
      await make(signal);
    } catch (error) {
      setProgress(undefined);
      if (!signal.aborted) setProblem(storageProblem(error, name));
    }
  };
  const make = async (signal: AbortSignal): Promise<void> =>
    onMade(await makeMix(store, plan!.document, files, setProgress, signal));
  const add = async (signal: AbortSignal): Promise<void> => {
    await addToMix(open!, plan!.document, files, setProgress, signal);
    onClose();
  };
  const close = (): void => {
    making.current?.abort();
    onClose();
  };
  const tracks = plan === undefined ? 0 : Object.keys(plan.document.sources).length;
  const isBusy = progress !== undefined;
  return (
    <Dialog title={`A mix from ${counted(files.length, "recording")}`} onClose={close}>
      {progress !== undefined && (
        <progress
          value={progress}
          aria-label={described === undefined ? "Looking at recordings" : "Copying recordings"}
        />
      )}
      {problem !== undefined && (
        <p role="alert">
          <strong>{problem.at}</strong>: {problem.message}.
        </p>
      )}
      {plan?.rows.length === 0 && <p>None of these can be used. Close this, and choose others.</p>}
      {described !== undefined && <Remarks title="Not usable" problems={described.unusable} />}
      {plan !== undefined && plan.rows.length > 0 && (
        <>
          <p>
            <label>
              Name <input value={name} maxLength={120} onChange={(event) => setName(event.target.value)} />
            </label>{" "}
            <label>
              Template{" "}
              <select
                value={template.name}
                onChange={(event) => {
                  setTemplate(TEMPLATES.find((candidate) => candidate.name === event.target.value)!);
                  setChoices(({ skipped }) => ({ skipped, buses: new Map() }));
                }}
              >
                {TEMPLATES.map((candidate) => (
                  <option key={candidate.name}>{candidate.name}</option>
                ))}
              </select>
            </label>{" "}
            <button
              type="button"
              disabled={isBusy || tracks === 0 || name.trim() === ""}
              onClick={() => void work(make)}
            >
              Make the mix of {counted(tracks, "track")}
            </button>{" "}
            {open !== undefined && (
              <button type="button" disabled={isBusy || tracks === 0} onClick={() => void work(add)}>
                Add to {open.session.document.name}
              </button>
            )}
          </p>
          <Remarks title="Worth knowing" problems={[...described!.warnings, ...plan.warnings]} />
          <ReviewTable plan={plan} template={template} choices={choices} isDisabled={isBusy} onChange={setChoices} />
        </>
      )}
    </Dialog>
  );
}

function Remarks({ title, problems }: { title: string; problems: readonly Problem[] }): ReactNode {
  if (problems.length === 0) return null;
  return (
    <details open={problems.length < 4}>
      <summary>
        {title}: {problems.length}
      </summary>
      <ul>
        {problems.map(({ code, at, message }) => (
          <li key={`${code} ${at}`}>
            <span>
              <strong>{at}</strong>: {message}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The folder that all files lie in. */
function nameFor(files: readonly ChosenFile[]): string {
  const folders = files.map(({ path }) => path.split("/").slice(0, -1));
  const [first = []] = folders;
  const parting = first.findIndex((folder, depth) => folders.some((names) => names[depth] !== folder));
  const [folder, above] = first.slice(0, parting < 0 ? undefined : parting).toReversed();
  return folder === undefined ? "New mix" : songNameOf(folder, above);
}
