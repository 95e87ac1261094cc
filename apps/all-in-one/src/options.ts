import { parseArgs } from 'node:util';
import { type Environment, readSettings, type Settings, StartError } from '@yihaotong/service-host';

export interface Options {
  settings: Settings;
  /** Leave the sample day out. */
  empty: boolean;
  help: boolean;
}

/** The command line, over the environment. Throws StartError. */
export function readOptions(args: readonly string[], environment: Environment): Options {
  const { values } = parsed(args);
  const overrides = { PORT: values.port, DATA: values.data, POLICY: values.policy };
  const given = Object.fromEntries(Object.entries(overrides).filter(([, value]) => value !== undefined));
  return { settings: readSettings({ ...environment, ...given }), empty: values.empty, help: values.help };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        policy: { type: 'string' },
        empty: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new StartError('bad-option', { problem: error instanceof Error ? error.message : '' }, error);
  }
}
