import type { Problem } from "@twobus/core";
import { useCallback, useEffect, useRef, useState } from "react";
import { openDesk, type Desk, type DeskRequest } from "./desk.ts";
import type { KeptState } from "./keeping/keeper.ts";
import type { MixFile } from "./keeping/mix-file.ts";
import type { MixStore } from "./keeping/mix-store.ts";
import { stereoBusAlone } from "./keeping/opened-mix.ts";
import { firstRequest } from "./start/first-request.ts";
import { problemOf } from "./problems/problem-of.ts";

/** The mix that is open, and how to open another. */
export interface DeskPlace {
  readonly desk: Desk | undefined;
  readonly kept: KeptState;
  /** Resolves to whether it was opened: where not, the problem was told and the old mix is still there. */
  readonly open: (request: DeskRequest) => Promise<boolean>;
  /** Keeps the mix that is open in a file from now on. Resolves to whether it is there. */
  readonly saveIn: (file: MixFile) => Promise<boolean>;
}

export interface DeskPlaceOptions {
  /** Undefined until it is known whether there is one. */
  readonly keeping: { readonly store: MixStore | undefined } | undefined;
  readonly onProblem: (problem: Problem) => void;
  /** Another mix is there, or the same again: what was told of the one before is over. */
  readonly onOther: () => void;
  /** The address asked for nothing: the choice is free. */
  readonly onFreeChoice: () => void;
  /** Another mix is asked for, and edits of this one are nowhere else. */
  readonly onUnkept: (request: DeskRequest) => void;
}

const UNTOUCHED: KeptState = { kind: "untouched" };

export function useDesk({ keeping, onProblem, onOther, onFreeChoice, onUnkept }: DeskPlaceOptions): DeskPlace {
  const [desk, setDesk] = useState<Desk | undefined>(undefined);
  const [kept, setKept] = useState(UNTOUCHED);
  const current = useRef<Desk | undefined>(undefined);
  /** Mixes are opened one after the other. */
  const opening = useRef<Promise<unknown>>(Promise.resolve());

  const open = useCallback(
    (request: DeskRequest): Promise<boolean> => {
      const replace = async (): Promise<boolean> => {
        const before = current.current;
        const rest = (await before?.keeper.settle()) ?? "home";
        if (rest === "nowhere" && request.losesEdits !== true) {
          onUnkept(request);
          return false;
        }
        try {
          const onRead = before === undefined ? (): void => {} : onOther;
          const next = await openDesk(request, keeping?.store, { onState: setKept, onProblem, onRead }, before);
          current.current = next;
          setDesk(next);
          await before?.close(next);
          if (before !== undefined && before.mix.id !== next.mix.id && rest === "browser") onProblem(keptAside(before));
          return true;
        } catch (error) {
          onProblem(problemOf(error));
          return false;
        }
      };
      const opened = opening.current.then(replace);
      opening.current = opened;
      return opened;
    },
    [keeping, onProblem, onOther, onUnkept],
  );

  const saveIn = useCallback(async (file: MixFile): Promise<boolean> => {
    const before = opening.current;
    const move = async (): Promise<boolean> => {
      await before;
      current.current = await current.current!.inFile(file);
      setDesk(current.current);
      return current.current.keeper.file?.getState().kind === "saved";
    };
    const moving = move();
    opening.current = Promise.allSettled([moving]);
    return moving;
  }, []);

  useEffect(() => {
    if (keeping === undefined) return undefined;
    let isGone = false;
    const begin = async (): Promise<void> => {
      const request = await firstRequest(location.search, keeping.store);
      if (isGone) return;
      if (request !== undefined && (await open(request))) return;
      await open({ load: async () => stereoBusAlone() });
      if (request === undefined) onFreeChoice();
    };
    const closeAfter = async (before: Promise<unknown>): Promise<void> => {
      await before;
      await current.current?.close();
      current.current = undefined;
    };
    void begin();
    return () => {
      isGone = true;
      opening.current = closeAfter(opening.current);
    };
  }, [keeping, open, onFreeChoice]);

  return { desk, kept, open, saveIn };
}

const keptAside = ({ session }: Desk): Problem => ({
  code: "edits-kept",
  at: session.document.name,
  message:
    "its last edits did not reach its file; they are kept in this browser, and there when the file is opened again",
});
