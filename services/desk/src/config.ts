/** What the desk is told by its process's main: where it stands, and what it would have otherwise than usual. */
export type DeskOptions = Pick<DeskConfig, 'consoleFolder' | 'secureCookies'> & Partial<DeskConfig>;

export interface DeskConfig {
  /** The folder of the built console; null: its pages say how to build it. */
  consoleFolder: string | null;
  /** Cookies over HTTPS alone; on wherever the gateway is reached over HTTPS. */
  secureCookies: boolean;
  /** How long a sign-in lasts, hours. */
  sessionHours: number;
  /** Cost of a password's hash: the power of two in scrypt's N (RFC 7914). */
  passwordCost: number;
  /** Failed sign-ins of one name within a quarter of an hour, after which it has to wait. */
  signInAttempts: number;
  /** Asks for the state of a petition from one address within a minute. */
  publicRequestsPerMinute: number;
}

/** The usual values. */
export const DESK_DEFAULTS: Omit<DeskConfig, 'consoleFolder' | 'secureCookies'> = {
  sessionHours: 12,
  // N = 2^15, r = 8, p = 3: one of the equivalent choices of OWASP's password storage cheat sheet; 32 MiB for a sign-in.
  passwordCost: 15,
  signInAttempts: 10,
  publicRequestsPerMinute: 60,
};
