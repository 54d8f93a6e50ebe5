import { createContext, useContext, type ReactNode } from "react";
import type { Stem } from "../patching/stems.ts";

/** Called when recordings lie where the mix looks for them, or never. Returns what to say of it, if not how many tracks are new. */
export type TakeStems = (stems: readonly Stem[]) => string | void;

/** Where an application that can keep recordings for the mix that is open takes them from. */
export interface StemIntake {
  /** Lets a person choose recordings, or a single one. */
  choose(take: TakeStems, isSingle?: boolean): void;
  /** Takes what was dropped. Called while the drop is handled. */
  drop(dropped: DataTransfer, take: TakeStems): void;
}

const StemIntakeContext = createContext<StemIntake | undefined>(undefined);

interface StemIntakeProviderProps {
  /** Where recordings come from; absent where the mix could not look for them anywhere. */
  readonly intake: StemIntake | undefined;
  readonly children: ReactNode;
}

/** Lets recordings become tracks where a bus is pulled from; without it they cannot. */
export function StemIntakeProvider({ intake, children }: StemIntakeProviderProps): ReactNode {
  return <StemIntakeContext value={intake}>{children}</StemIntakeContext>;
}

export const useStemIntake = (): StemIntake | undefined => useContext(StemIntakeContext);
