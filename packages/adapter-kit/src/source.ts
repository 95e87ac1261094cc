/** Who says it, for an event of a channel: the channel and the account. */
export function sourceOf(channel: string, account: string): string {
  return `/channels/${channel}/${encodeURIComponent(account).slice(0, 200)}`;
}
