import { fileURLToPath } from 'node:url';
import { loadPolicy, type Policy, type PolicySource } from '@yihaotong/hotline-policy';

const FILE = fileURLToPath(new URL('../../../../policy/default.yaml', import.meta.url));
let loaded: Policy | null = null;

/** The policy that ships with the gateway, read when somebody first asks for it. */
export function shippedPolicy(): PolicySource {
  return {
    current() {
      loaded ??= loadPolicy(FILE);
      return loaded;
    },
    close() {},
  };
}
