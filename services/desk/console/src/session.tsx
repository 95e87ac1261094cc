import { createContext, type ReactNode, useContext } from 'react';
import type { PolicyAnswer, User } from '../../src/api/schema.ts';

export interface Session {
  user: User;
  policy: PolicyAnswer;
  /** Asks the desk again who is signed in. */
  refresh(): void;
}

const SessionContext = createContext<Session | null>(null);

export function SessionProvider({ session, children }: { session: Session; children: ReactNode }) {
  return <SessionContext value={session}>{children}</SessionContext>;
}

/** Who is signed in, and the city's policy for selects and labels. */
export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('used outside the signed-in console');
  return session;
}
