/** A user's name as its document's id: what looks the same is the same. */
export const userId = (name: string): string => name.normalize('NFKC').trim().toLowerCase();
