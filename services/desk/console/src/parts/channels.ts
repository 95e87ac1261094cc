/** The channels that the gateway has adapters for. */
export const CHANNELS = ['phone', 'sms', 'mailbox', 'wechat', 'weibo', 'app', 'forum'] as const;
