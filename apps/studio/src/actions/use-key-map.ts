import { readKeyMap, type KeyMap } from "@twobus/editor";
import { useCallback, useState } from "react";
import { readKept, writeKept } from "./kept-setting.ts";

const NAME = "twobus-keys";

/** The keys that somebody has chosen in this browser. */
export function useKeyMap(): readonly [KeyMap, (map: KeyMap) => void] {
  const [map, setMap] = useState(() => readKeyMap(readKept(NAME)));
  const change = useCallback((next: KeyMap) => {
    setMap(next);
    writeKept(NAME, JSON.stringify(next));
  }, []);
  return [map, change];
}
