/** Does the work for each item, `width` of them at one time; begins nothing more when the signal is aborted. */
export async function sideBySide<T>(
  items: readonly T[],
  width: number,
  signal: AbortSignal,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const left = [...items];
  const lane = async () => {
    for (let item = left.shift(); item !== undefined && !signal.aborted; item = left.shift()) await work(item);
  };
  await Promise.all(Array.from({ length: width }, lane));
}
