import { Button, Input, Select, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { CHANNELS } from '../../parts/channels.ts';
import { useLabels } from '../../parts/use-labels.ts';
import { useSession } from '../../session.tsx';

/** The list's filter as it stands in the address bar: names as in the desk's API. */
export function PetitionFilters(props: {
  filter: Record<string, string>;
  change(name: string, value: string): void;
  clear(): void;
}) {
  const { filter, change, clear } = props;
  const { t } = useTranslation();
  const { policy } = useSession();
  const labels = useLabels();
  const pick = (name: string, label: string, options: { value: string; label: string }[]) => (
    <Select
      mode="multiple"
      maxTagCount={1}
      allowClear
      aria-label={label}
      placeholder={label}
      options={options}
      value={filter[name]?.split(',').filter(Boolean) ?? []}
      onChange={(values: string[]) => change(name, values.join(','))}
    />
  );
  return (
    <div className="filters">
      <Input.Search
        key={filter.q ?? ''}
        defaultValue={filter.q ?? ''}
        placeholder={t('petition.search')}
        aria-label={t('common.search')}
        allowClear
        onSearch={(text) => change('q', text.trim())}
        className="filter-search"
      />
      {pick(
        'channel',
        t('board.channel'),
        CHANNELS.map((id) => ({ value: id, label: labels.channel(id) })),
      )}
      {pick(
        'class',
        t('board.class'),
        policy.classes.map(({ id }) => ({ value: id, label: labels.class(id) })),
      )}
      {pick(
        'relation',
        t('petition.relationLabel'),
        ['new', 'repeat', 'same-matter'].map((id) => ({ value: id, label: t(`relation.${id}`) })),
      )}
      <Select
        aria-label={t('petition.invalid')}
        value={filter.invalid ?? ''}
        onChange={(value: string) => change('invalid', value)}
        options={[
          { value: '', label: t('petition.validAndInvalid') },
          { value: 'false', label: t('petition.validOnly') },
          { value: 'true', label: t('petition.invalidOnly') },
        ]}
      />
      {filter.matter ? (
        <Tag closable color="purple" className="filter-tag" onClose={() => change('matter', '')}>
          {t('petition.ofMatter')}
        </Tag>
      ) : null}
      {Object.keys(filter).length > 0 ? (
        <Button type="link" onClick={clear}>
          {t('board.clear')}
        </Button>
      ) : null}
    </div>
  );
}
