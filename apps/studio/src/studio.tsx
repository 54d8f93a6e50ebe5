import { mixFromFiles, type Problem } from "@twobus/core";
import { READABLE_FORMATS } from "@twobus/media";
import { lazy, Suspense, useCallback, useEffect, useState, type ReactNode } from "react";
import type { DeskRequest } from "./desk.ts";
import { useDrop } from "./files/use-drop.ts";
import { sortFiles, type ChosenFile } from "./intake/chosen-files.ts";
import { withBuses } from "./intake/plan-intake.ts";
import { Review } from "./intake/review.tsx";
import { mixInFile, newMix, sameMix, takesRecordings } from "./keeping/opened-mix.ts";
import { Leaving } from "./keeping/leaving-dialog.tsx";
import { useStore } from "./keeping/use-store.ts";
import { Versions } from "./keeping/versions-dialog.tsx";
import { useLibrary } from "./library/use-library.ts";
import { Banners } from "./problems/banners.tsx";
import { useProblems } from "./problems/use-problems.ts";
import { registry } from "./registry.ts";
import { playedOf } from "./relink/match-missing.ts";
import { Missing } from "./relink/missing.tsx";
import { useMissing } from "./relink/use-missing.ts";
import { requestKept } from "./start/first-request.ts";
import { isDemoServed, servedMix } from "./start/served-mixes.ts";
import { Start } from "./start/start.tsx";
import styles from "./studio.module.css";
import { problemOf } from "./problems/problem-of.ts";
import { useDesk } from "./use-desk.ts";
import { Workbench } from "./workbench.tsx";

const Opening = lazy(() => import("./bundle/opening.tsx"));

/** What stands above the mix. */
type Above =
  | "start"
  | "missing"
  | "versions"
  | { readonly recordings: readonly ChosenFile[] }
  /** What is asked for, while edits of the mix that is open are nowhere else. */
  | { readonly leavingFor: DeskRequest }
  /** A mix with its recordings: in one file, or beside it. */
  | { readonly opening: ChosenFile; readonly beside?: readonly ChosenFile[] }
  | undefined;

/** The whole window: a mix to be patched and heard, and the ways to others. */
export function Studio(): ReactNode {
  const problems = useProblems();
  const { add: addProblem } = problems;
  const [above, setAbove] = useState<Above>(undefined);
  const [hasDemo, setHasDemo] = useState(false);
  const close = useCallback(() => setAbove(undefined), []);
  const start = useCallback(() => setAbove("start"), []);
  const keeping = useStore(addProblem);
  const askFirst = useCallback((leavingFor: DeskRequest) => setAbove({ leavingFor }), []);
  const { desk, kept, open, saveIn } = useDesk({
    keeping,
    onProblem: addProblem,
    onOther: problems.dismissAll,
    onFreeChoice: start,
    onUnkept: askFirst,
  });
  const store = keeping?.store;
  /** Whether this browser keeps no recordings; false while that is not known. */
  const isHomeless = keeping !== undefined && store === undefined;
  const showMissing = useCallback(() => setAbove("missing"), []);
  const { missing, setMissing } = useMissing(desk, showMissing);
  const silent = desk === undefined ? [] : playedOf(missing, desk.session.document);
  const isStarting = above === "start";
  useEffect(() => {
    if (isStarting) void isDemoServed().then(setHasDemo);
  }, [isStarting]);

  /** What went wrong is told by a banner, which lies below what stands above the mix. */
  const uncover = useCallback(() => setAbove((now) => (now === "start" ? undefined : now)), []);
  const openAndClose = useCallback(
    (request: DeskRequest): void => {
      void open(request).then((isOpen) =>
        isOpen ? setAbove((now) => (now === "missing" ? now : undefined)) : uncover(),
      );
    },
    [open, uncover],
  );
  const openKept = useCallback(
    (id: string): void => (store === undefined ? undefined : openAndClose(requestKept(store, id))),
    [store, openAndClose],
  );
  const fail = useCallback((error: unknown) => addProblem(problemOf(error)), [addProblem]);
  const { library, takeChains } = useLibrary(fail);
  const take = useCallback(
    (chosen: readonly ChosenFile[]): void => {
      const files = takeChains(chosen);
      const { bundle, mix, recordings } = sortFiles(files);
      const refuse = (problem: Problem): void => {
        addProblem(problem);
        uncover();
      };
      if (chosen.length > 0 && files.length === 0) setAbove(undefined);
      else if (bundle !== undefined && isHomeless) refuse(NOWHERE_TO_KEEP);
      else if (bundle !== undefined) setAbove({ opening: bundle });
      else if (mix !== undefined && recordings.length > 0 && !isHomeless)
        setAbove({ opening: mix, beside: recordings });
      else if (mix !== undefined) openAndClose({ load: () => mixInFile(mix, store) });
      else if (recordings.length === 0) refuse(NOTHING_USABLE);
      else if (isHomeless) refuse(NOWHERE_TO_KEEP);
      else setAbove({ recordings });
    },
    [openAndClose, addProblem, uncover, takeChains, isHomeless, store],
  );
  useDrop(take, fail, above !== "missing");

  return (
    <main className={styles["studio"]}>
      {desk === undefined && <p>Opening…</p>}
      {desk !== undefined && (
        <Workbench
          key={desk.key}
          desk={desk}
          library={library}
          kept={kept}
          missing={missing}
          onStart={start}
          onMissing={showMissing}
          onVersions={store && (() => setAbove("versions"))}
          onTakeOver={() => openAndClose({ id: desk.mix.id, takesOver: true, load: () => sameMix(desk.mix, store) })}
          onSaveIn={saveIn}
          onFiles={take}
          onProblem={addProblem}
        />
      )}
      {above === "start" && (
        <Start
          store={store}
          open={desk?.mix}
          hasDemo={hasDemo}
          onFiles={take}
          onProblem={fail}
          onTemplate={(template) => {
            const name = "New mix";
            const { document } = mixFromFiles({ name, files: [], template: withBuses(template), registry });
            openAndClose({ load: async () => newMix(document) });
          }}
          onServed={(mix) => openAndClose({ load: () => servedMix(mix, store) })}
          onKept={openKept}
          onClose={close}
        />
      )}
      {typeof above === "object" && "recordings" in above && store !== undefined && (
        <Review
          files={above.recordings}
          store={store}
          open={desk !== undefined && takesRecordings(desk.mix) && !desk.isReadOnly() ? desk : undefined}
          onMade={openKept}
          onClose={close}
        />
      )}
      {typeof above === "object" && "opening" in above && store !== undefined && (
        <Suspense>
          <Opening mix={above.opening} beside={above.beside} store={store} onMade={openKept} onClose={close} />
        </Suspense>
      )}
      {typeof above === "object" && "leavingFor" in above && desk !== undefined && (
        <Leaving
          document={desk.session.document}
          onLeave={() => openAndClose({ ...above.leavingFor, losesEdits: true })}
          onProblem={addProblem}
          onClose={close}
        />
      )}
      {above === "versions" && desk !== undefined && store !== undefined && (
        <Versions
          store={store}
          id={desk.mix.id}
          document={desk.session.document}
          onChoose={(document) => {
            desk.session.replace(document, "Go to another version");
            close();
          }}
          onProblem={addProblem}
          onClose={close}
        />
      )}
      {above === "missing" && desk !== undefined && silent.length > 0 && (
        <Missing
          missing={silent}
          media={desk.mix.media}
          onFound={(stillMissing) => {
            setMissing(stillMissing);
            if (stillMissing.length === 0) close();
            // Its document names them: it is kept from now on, and opened again with them.
            const { keeper, mix } = desk;
            const again = { id: mix.id, load: () => sameMix(mix, store) };
            if (mix.media.kind === "url") openAndClose(again);
            else void keeper.browser?.saveAgain().then(() => openAndClose(again));
          }}
          onClose={close}
        />
      )}
      <Banners
        problems={problems}
        remedies={{
          "quota-exceeded": { label: "Delete mixes…", apply: start },
        }}
      />
    </main>
  );
}

const NOWHERE_TO_KEEP: Problem = {
  code: "not-kept",
  at: "recordings",
  message:
    "this browser keeps no recordings for this page: open it in a window that is not private, or run `twobus init` on their folder and open the mix with `twobus studio`",
};

const NOTHING_USABLE: Problem = {
  code: "no-audio-files",
  at: "dropped files",
  message: `there are no recordings and no mix among them; drop recordings (${READABLE_FORMATS} are read), a .mix.json, or a .twobus.zip`,
};
