import { createContext, useContext, useSyncExternalStore, type ReactNode } from "react";
import type { EditorSession, EditorState } from "./editor-session.ts";

const SessionContext = createContext<EditorSession | undefined>(undefined);

/** Gives a session to all components inside. */
export function SessionProvider({ session, children }: { session: EditorSession; children: ReactNode }): ReactNode {
  return <SessionContext value={session}>{children}</SessionContext>;
}

export function useSession(): EditorSession {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error("put this component into a SessionProvider");
  return session;
}

/** Part of the state. `select` must give the same thing for the same state. */
export function useEditorState<T>(select: (state: EditorState) => T): T {
  const session = useSession();
  return useSyncExternalStore(session.subscribe, () => select(session.getState()));
}
