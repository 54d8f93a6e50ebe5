import { useEffect, useState, type ReactNode } from "react";
import { isOnDisk, type MixFile } from "../keeping/mix-file.ts";
import { servedMixes, type ServedMix } from "./served-mixes.ts";

const NONE: readonly ServedMix[] = [];

/** The mixes of the folder that is served, to open; nothing where the only one is open. */
export function ServedList({
  open,
  onOpen,
}: {
  /** The file of the mix that is open. */
  open: MixFile | undefined;
  onOpen: (mix: ServedMix) => void;
}): ReactNode {
  const [mixes, setMixes] = useState(NONE);
  useEffect(() => void servedMixes().then(setMixes), []);
  const isOpen = ({ address }: ServedMix): boolean =>
    open !== undefined && !isOnDisk(open) && open.url === new URL(address, location.href).href;
  if (mixes.every(isOpen)) return null;
  return (
    <section>
      <h2>In this folder</h2>
      <ul>
        {mixes.map((mix) => (
          <li key={mix.address}>
            <span>{mix.name}</span>
            {isOpen(mix) ? (
              <small>open</small>
            ) : (
              <button type="button" aria-label={`Open ${mix.name}`} onClick={() => onOpen(mix)}>
                Open
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
