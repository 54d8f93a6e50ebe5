import { useEffect, useRef, useState, type ReactNode } from "react";
import type { Action } from "./action.ts";
import { useActions } from "./actions-context.tsx";
import { chordsOf, chordText, isReserved, type Chord } from "./chord.ts";
import styles from "./key-map-editor.module.css";
import { ownersOf, withKey, withoutKey, withOwnKeys, type KeyMap } from "./key-map.ts";

interface KeyMapEditorProps {
  /** Given all keys that were chosen, to be kept and handed to the `ActionsProvider` around it. */
  readonly onChange: (map: KeyMap) => void;
}

/** Keys that were pressed for an action and that it cannot simply have. */
interface Clash {
  readonly action: Action;
  readonly chord: Chord;
  readonly owners: readonly Action[];
}

/** All actions of the `ActionsProvider` around it with their keys, to look up and to change; a key that is taken is asked about. */
export function KeyMapEditor({ onChange }: KeyMapEditorProps): ReactNode {
  const { all, map, keysOf } = useActions();
  const [recording, setRecording] = useState<string | undefined>(undefined);
  const [clash, setClash] = useState<Clash | undefined>(undefined);
  const give = (action: Action, chord: Chord): void => {
    setRecording(undefined);
    const owners = ownersOf(chord, all, map, action.id);
    if (owners.length > 0 || isReserved(chord)) setClash({ action, chord, owners });
    else onChange(withKey(map, all, action, chord));
  };
  const groups = [...new Set(all.map(({ group }) => group))];
  return (
    <div className={styles["editor"]}>
      <p>
        Press “Add” and then the keys. Those of cut, copy and paste are the browser's.{" "}
        <button type="button" disabled={Object.keys(map).length === 0} onClick={() => onChange({})}>
          Reset all
        </button>
      </p>
      {clash !== undefined && (
        <ClashNote
          clash={clash}
          onTake={() => {
            setClash(undefined);
            onChange(withKey(map, all, clash.action, clash.chord));
          }}
          onLeave={() => setClash(undefined)}
        />
      )}
      {groups.map((group) => (
        <table key={group}>
          <caption>{group}</caption>
          <tbody>
            {all
              .filter((action) => action.group === group)
              .map((action) => (
                <tr key={action.id}>
                  <th scope="row">{action.name}</th>
                  <td>
                    <div className={styles["keys"]}>
                      {keysOf(action).map((chord) => (
                        <Key
                          key={chord}
                          chord={chord}
                          action={action}
                          onRemove={() => onChange(withoutKey(map, action, chord))}
                        />
                      ))}
                      {action.isFixed !== true && (
                        <Recorder
                          action={action}
                          isOn={recording === action.id}
                          onBegin={() => {
                            setClash(undefined);
                            setRecording(action.id);
                          }}
                          onEnd={() => setRecording(undefined)}
                          onChord={(chord) => give(action, chord)}
                        />
                      )}
                      {Object.hasOwn(map, action.id) && (
                        <button
                          type="button"
                          aria-label={`Reset the keys of ${action.name}`}
                          onClick={() => onChange(withOwnKeys(map, all, action))}
                        >
                          Reset
                        </button>
                      )}
                    </div>
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      ))}
    </div>
  );
}

function Key({ chord, action, onRemove }: { chord: Chord; action: Action; onRemove: () => void }): ReactNode {
  if (action.isFixed === true) return <kbd>{chordText(chord)}</kbd>;
  return (
    <button
      type="button"
      className={styles["key"]}
      aria-label={`Take ${chordText(chord)} from ${action.name}`}
      title="Take away"
      onClick={onRemove}
    >
      <kbd>{chordText(chord)}</kbd> ×
    </button>
  );
}

/** Waits for keys; Escape and leaving it end that. */
function Recorder({
  action,
  isOn,
  onBegin,
  onEnd,
  onChord,
}: {
  action: Action;
  isOn: boolean;
  onBegin: () => void;
  onEnd: () => void;
  onChord: (chord: Chord) => void;
}): ReactNode {
  const button = useRef<HTMLButtonElement>(null);
  const latest = useRef({ onEnd, onChord });
  useEffect(() => {
    latest.current = { onEnd, onChord };
  });
  useEffect(() => {
    if (!isOn) return undefined;
    const press = (event: KeyboardEvent): void => {
      // Tab leads on, as everywhere.
      if (event.key === "Tab") return latest.current.onEnd();
      const chord = chordsOf(event).at(-1);
      event.preventDefault();
      event.stopPropagation();
      if (chord === undefined) return;
      if (chord === "Escape") latest.current.onEnd();
      else latest.current.onChord(chord);
    };
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
  }, [isOn]);
  return (
    <button
      ref={button}
      type="button"
      aria-label={isOn ? `Press keys for ${action.name}; Escape leaves them` : `Add keys for ${action.name}`}
      aria-pressed={isOn}
      onClick={onBegin}
      onBlur={() => isOn && onEnd()}
    >
      {isOn ? "Press keys…" : "Add"}
    </button>
  );
}

function ClashNote({
  clash: { action, chord, owners },
  onTake,
  onLeave,
}: {
  clash: Clash;
  onTake: () => void;
  onLeave: () => void;
}): ReactNode {
  const canTake = !isReserved(chord) && owners.every(({ isFixed }) => isFixed !== true);
  const names = owners.map(({ name }) => `“${name}”`).join(" and ");
  return (
    <div role="alert" className={styles["clash"]}>
      <span>
        {canTake
          ? `${chordText(chord)} is the key of ${names}.`
          : `The browser keeps ${chordText(chord)} for itself; press others.`}
      </span>
      {canTake && (
        <button type="button" onClick={onTake}>
          Give it to “{action.name}”
        </button>
      )}
      <button type="button" onClick={onLeave}>
        Leave it
      </button>
    </div>
  );
}
