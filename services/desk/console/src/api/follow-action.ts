import type { ActionState } from '../../../src/api/schema.ts';
import { get } from './client.ts';

const PACE = 400;
const TRIES = 40;

/** Waits until routing has carried an action out; `pending` when it takes longer than anybody would watch. */
export async function followAction(actionId: string): Promise<ActionState> {
  for (let tries = 1; ; tries++) {
    const found = await get<ActionState>(`/api/desk/actions/${encodeURIComponent(actionId)}`);
    if (found.state !== 'pending' || tries === TRIES) return found;
    await new Promise((resolve) => setTimeout(resolve, PACE));
  }
}
