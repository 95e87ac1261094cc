import { Button, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLabels } from '../../parts/use-labels.ts';
import { useSession } from '../../session.tsx';

/** The filter as it stands in the address bar: names as in the desk's API, several values joined by commas. */
export type BoardFilter = Readonly<Record<string, string>>;

const CHANNELS = ['phone', 'sms', 'mailbox', 'wechat', 'weibo', 'app', 'forum'];

export function Filters({ filter, change }: { filter: BoardFilter; change(name: string, value: string): void }) {
  const { t } = useTranslation();
  const { policy, user } = useSession();
  const labels = useLabels();
  const pick = (name: string, label: string, options: { value: string; label: string }[]) => (
    <Select
      mode="multiple"
      maxTagCount={1}
      allowClear
      aria-label={label}
      placeholder={label}
      options={options}
      showSearch={{ optionFilterProp: 'label' }}
      value={filter[name]?.split(',').filter(Boolean) ?? []}
      onChange={(values: string[]) => change(name, values.join(','))}
    />
  );
  return (
    <div className="filters">
      <Input.Search
        key={filter.q ?? ''}
        defaultValue={filter.q ?? ''}
        placeholder={t('board.search')}
        aria-label={t('common.search')}
        allowClear
        onSearch={(text) => change('q', text.trim())}
        style={{ width: 300 }}
      />
      {pick(
        'class',
        t('board.class'),
        policy.classes.map(({ id }) => ({ value: id, label: labels.class(id) })),
      )}
      {pick(
        'topic',
        t('board.topic'),
        policy.topics.map(({ name }) => ({ value: name, label: name })),
      )}
      {user.role === 'unit'
        ? null
        : pick(
            'unit',
            t('board.unit'),
            policy.units.map(({ id, name }) => ({ value: id, label: name })),
          )}
      {pick(
        'district',
        t('board.district'),
        policy.areas.map(({ name }) => ({ value: name, label: name })),
      )}
      {pick(
        'channel',
        t('board.channel'),
        CHANNELS.map((id) => ({ value: id, label: labels.channel(id) })),
      )}
      {pick(
        'urgency',
        t('board.urgency'),
        ['0', '1', '2'].map((level) => ({ value: level, label: t(`urgency.${level}`) })),
      )}
      <Select
        aria-label={t('board.state')}
        value={filter.state ?? ''}
        onChange={(value: string) => change('state', value)}
        options={[
          { value: '', label: t('common.all') },
          { value: 'open', label: t('state.open') },
          { value: 'closed', label: t('state.closed') },
        ]}
      />
      <Select
        aria-label={t('board.sortDeadline')}
        value={filter.sort ?? 'openedAt'}
        onChange={(value: string) => change('sort', value)}
        options={[
          { value: 'openedAt', label: t('board.sortOpened') },
          { value: 'deadline', label: t('board.sortDeadline') },
        ]}
      />
      {Object.keys(filter).length > 0 ? (
        <Button type="link" onClick={() => change('', '')}>
          {t('board.clear')}
        </Button>
      ) : null}
    </div>
  );
}
