/** Why the gateway could not start: what is wrong and what to do, for the person at the terminal. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly code:
    | 'bad-option'
    | 'bad-setting'
    | 'data-folder'
    | 'port-taken'
    | 'bad-keys'
    | 'bad-policy'
    | 'log'
    | 'store';
  /** Values for the text of that code in the terminal's texts. */
  readonly values: Readonly<Record<string, string>>;

  constructor(code: StartError['code'], values: Readonly<Record<string, string>>, cause?: unknown) {
    super(`${code}: ${Object.values(values).join(', ')}`, { cause });
    this.code = code;
    this.values = values;
  }
}
