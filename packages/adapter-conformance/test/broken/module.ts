// One broken adapter as a module, for a process of its own: imported as `module.ts?<name>`.
import { brokenSubject } from './index.ts';

const subject = brokenSubject(new URL(import.meta.url).search.slice(1));

export const { channel, run } = subject;
