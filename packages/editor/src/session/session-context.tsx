import { createContext, useContext, useSyncExternalStore, type ReactNode } from "react";
import type { EditorSession, EditorState } from "./editor-session.ts";

const SessionContext = createContext<EditorSession | undefined>(undefined);

interface SessionProviderProps {
  /** The mix under edit, and which part of it is shown. */
  readonly session: EditorSession;
  readonly children: ReactNode;
}

/** Gives a session to all components inside: they show one mix, one place in it and one selection. */
export function SessionProvider({ session, children }: SessionProviderProps): ReactNode {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** The session around a component. Throws where there is none. */
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
