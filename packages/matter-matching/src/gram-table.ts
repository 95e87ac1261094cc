/** A small map from hashes to numbers without allocation: open addressing, cleared by stamp. */
export interface GramTable {
  clear(): void;
  /** The number of a hash; 0 where it is not in the table. */
  get(hash: number): number;
  set(hash: number, value: number): void;
  /** In the order in which they were first set. */
  each(call: (hash: number, value: number) => void): void;
}

/** `most`: the most hashes that are in it at once. */
export function createGramTable(most: number): GramTable {
  const size = 2 ** Math.ceil(Math.log2(most * 2 + 2));
  const hashes = new Uint32Array(size);
  const values = new Float64Array(size);
  const stamps = new Uint32Array(size);
  const order: number[] = [];
  let stamp = 1;
  const slotOf = (hash: number): number => {
    let slot = (hash >>> 1) & (size - 1);
    while (stamps[slot] === stamp && hashes[slot] !== hash) slot = (slot + 1) & (size - 1);
    return slot;
  };
  return {
    clear() {
      order.length = 0;
      stamp++;
      if (stamp <= 0xffffffff) return;
      stamps.fill(0);
      stamp = 1;
    },
    get(hash) {
      const slot = slotOf(hash);
      return stamps[slot] === stamp ? (values[slot] ?? 0) : 0;
    },
    set(hash, value) {
      const slot = slotOf(hash);
      if (stamps[slot] !== stamp) {
        stamps[slot] = stamp;
        hashes[slot] = hash;
        order.push(slot);
      }
      values[slot] = value;
    },
    each(call) {
      for (const slot of order) call(hashes[slot] ?? 0, values[slot] ?? 0);
    },
  };
}
