import type { Capabilities, Channel, ConfigField, ConfigFields, PollChannel, PushChannel } from './channel.ts';
import { DeclarationError } from './errors.ts';

/** A name that speaks of a secret must be marked as one. */
const SECRET_NAME = /(SECRET|TOKEN|PASSWORD|PASSPHRASE|CREDENTIALS?|API_KEYS?|AES_KEY|PRIVATE_KEY)$/;
/** Room for the pointer to the query code. */
const SHORTEST_MESSAGE = 16;

/** Checks a channel's declaration and returns it, typed. Throws DeclarationError with everything that is wrong. */
export function defineChannel<F extends ConfigFields>(channel: PushChannel<F>): PushChannel<F>;
export function defineChannel<F extends ConfigFields>(channel: PollChannel<F>): PollChannel<F>;
export function defineChannel(channel: Channel): Channel {
  const problems = [
    ...identityProblems(channel),
    ...Object.entries(channel.config).flatMap(([name, field]) => [...fieldProblems(name, field)]),
    ...capabilityProblems(channel.capabilities),
    ...replyProblems(channel),
  ];
  if (problems.length > 0) throw new DeclarationError(`channel "${channel.id}": ${problems.join('; ')}`);
  return channel;
}

function* identityProblems(channel: Channel): Iterable<string> {
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(channel.id)) yield 'id: lower-case letters, digits and hyphens, at most 31';
  if (!channel.title.zh || !channel.title.en) yield 'title: give it in Chinese and in English';
  if (!/^\d+\.\d+\.\d+/.test(channel.version)) yield "version: as in the adapter's package.json, like 0.1.0";
  if (channel.kind === 'poll' && !(channel.everySeconds > 0)) yield 'everySeconds: more than 0';
}

function* fieldProblems(name: string, field: ConfigField): Iterable<string> {
  if (!/^[A-Z][A-Z0-9_]*$/.test(name)) yield `config ${name}: capital letters, digits and underscores`;
  if (!field.description.zh || !field.description.en) yield `config ${name}: describe it in Chinese and in English`;
  if (SECRET_NAME.test(name) && !field.secret) yield `config ${name}: mark it as secret`;
  if (!field.required && !field.schema.safeParse(undefined).success) {
    yield `config ${name}: not required, so its schema needs a default`;
  }
  if (!field.secret && field.example !== '' && !field.schema.safeParse(field.example).success) {
    yield `config ${name}: its own schema refuses the example`;
  }
}

function* capabilityProblems({ reply, attachments, maxItemBytes }: Capabilities): Iterable<string> {
  if (!(Number.isInteger(maxItemBytes) && maxItemBytes > 0)) yield 'maxItemBytes: a whole number above 0';
  if (!(Number.isInteger(attachments.maxBytes) && attachments.maxBytes >= 0)) yield 'attachments.maxBytes: 0 or more';
  if (attachments.maxBytes > 0 && attachments.mediaTypes.length === 0)
    yield 'attachments.mediaTypes: name at least one';
  if (!reply) return;
  if (!(reply.maxLength >= SHORTEST_MESSAGE)) yield `reply.maxLength: at least ${SHORTEST_MESSAGE}`;
  if (!(Number.isInteger(reply.maxParts) && reply.maxParts > 0)) yield 'reply.maxParts: at least 1';
  if (reply.windowHours !== null && !(reply.windowHours > 0)) yield 'reply.windowHours: more than 0, or null';
}

function* replyProblems(channel: Channel): Iterable<string> {
  if (channel.capabilities.reply && !channel.deliver) yield 'it can reply, so it needs deliver';
  if (!channel.capabilities.reply && channel.deliver)
    yield 'it cannot reply (capabilities.reply is null), so no deliver';
}
