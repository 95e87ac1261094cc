import type { PushChannel } from '@yihaotong/adapter-kit';
import { readEvent } from '@yihaotong/petition-event';
import type { Platform } from '@yihaotong/service-host';
import { withLog } from './change-log.ts';
import { type Broken, paperBut } from './make.ts';

const SILENT = 'says nothing personal in logs, telemetry and reasons';
const SEALED = 'puts personal data on the log only sealed';

/** The channel, which tells somebody about each citizen as it reads. */
function telling(tell: (citizen: { name: string; phone: string }, platform: Platform) => void) {
  return (channel: PushChannel, platform: Platform): PushChannel => ({
    ...channel,
    read(raw, context) {
      const reading = channel.read(raw, context);
      if (reading.kind !== 'petitions') return reading;
      const { name, phone } = reading.drafts[0].citizen;
      if (name && phone) tell({ name, phone }, platform);
      return reading;
    },
  });
}

export const privacy: Record<string, Broken> = {
  'logs-the-phone': {
    does: 'logs the phone number of whoever writes',
    subject: paperBut({
      channel: telling(({ phone }, { telemetry }) => telemetry.logger.info({ phone }, 'a letter came')),
    }),
    fails: { [SILENT]: /"139\d{8}" of the planted citizen stands in/ },
  },
  'prints-the-name': {
    does: 'prints the name of whoever writes',
    subject: paperBut({ channel: telling(({ name }) => console.debug(`a letter of ${name}`)) }),
    fails: { [SILENT]: /"欧阳金丝雀\d+" of the planted citizen stands in/ },
  },
  'measures-the-phone': {
    does: 'puts the phone number into an attribute',
    subject: paperBut({
      channel: telling(({ phone }, { telemetry }) => telemetry.count('received', { channel: 'paper', code: phone })),
    }),
    fails: { [SILENT]: /"139\d{8}" of the planted citizen stands in/ },
  },
  'quotes-the-item': {
    does: 'quotes the item in the reason for which it cannot be read',
    subject: paperBut({
      channel: (channel) => ({
        ...channel,
        read(raw, context) {
          const reading = channel.read(raw, context);
          if (reading.kind !== 'unreadable') return reading;
          return { ...reading, message: `cannot read: ${Buffer.from(raw.body).toString('utf8').slice(0, 500)}` };
        },
      }),
    }),
    fails: { [SILENT]: /of the planted citizen stands in: reason/ },
  },
  'phone-as-key': {
    does: 'keys its records by the identity of whoever writes',
    subject: paperBut({
      platform: (platform) =>
        withLog((log) => ({
          append: (topic, records) =>
            log.append(
              topic,
              topic !== 'petitions.received'
                ? records
                : records.map((record) => {
                    const { identity } = readEvent('petitions.received', record.value).data.petition.citizen;
                    return identity ? { ...record, key: platform.seal.open(identity) } : record;
                  }),
            ),
        }))(platform),
    }),
    fails: { [SEALED]: /of the planted citizen stands in: petitions\.received/ },
  },
};
