/** The form as it is filled in; what is undefined stays as it is. `subtype` '' stands for none at all. */
export interface Corrected {
  petitionId?: string;
  class?: string;
  subtype?: string;
  topic?: string[];
  urgency?: number;
  unitId?: string;
  reason: string;
}

/** What is sent to the desk; null when nothing is corrected. */
export function correctionOf(given: Corrected, firstPetition: string | undefined): object | null {
  const changes = Object.entries({
    class: given.class,
    subtype: given.subtype === '' ? null : given.subtype,
    topic: given.topic?.join('/') || undefined,
    urgency: given.urgency,
    unitId: given.unitId,
  }).filter(([, value]) => value !== undefined);
  if (changes.length === 0) return null;
  return {
    petitionId: given.petitionId ?? firstPetition,
    reason: given.reason,
    ...Object.fromEntries(changes),
  };
}
