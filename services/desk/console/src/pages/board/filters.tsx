import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CHANNELS } from '../../parts/channels.ts';
import { useLabels } from '../../parts/use-labels.ts';
import { useSession } from '../../session.tsx';

/** The filter as it stands in the address bar: names as in the desk's API, several values joined by commas. */
export type BoardFilter = Readonly<Record<string, string>>;

export function Filters({ filter, set }: { filter: BoardFilter; set(filter: BoardFilter): void }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const change = (name: string, value: string) => set({ ...filter, [name]: value });
  const isFiltered = Object.keys(filter).some((name) => name !== 'sort');
  return (
    <div className={isOpen ? 'filters filters-open' : 'filters'}>
      <Input.Search
        key={filter.q ?? ''}
        defaultValue={filter.q ?? ''}
        placeholder={t('board.search')}
        aria-label={t('common.search')}
        allowClear
        onSearch={(text) => change('q', text.trim())}
        className="filter-search"
      />
      <Button className="filters-toggle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t('board.filters')}
      </Button>
      <div className="filters-more">
        <Picks filter={filter} change={change} />
        <Days filter={filter} change={change} />
        <Select
          aria-label={t('board.sort')}
          value={filter.sort ?? 'openedAt'}
          onChange={(value: string) => change('sort', value === 'openedAt' ? '' : value)}
          options={[
            { value: 'openedAt', label: t('board.sortOpened') },
            { value: 'deadline', label: t('board.sortDeadline') },
          ]}
        />
      </div>
      {isFiltered ? (
        <Button type="link" onClick={() => set(filter.sort ? { sort: filter.sort } : {})}>
          {t('board.clear')}
        </Button>
      ) : null}
    </div>
  );
}

interface Part {
  filter: BoardFilter;
  change(name: string, value: string): void;
}

function Picks({ filter, change }: Part) {
  const { t } = useTranslation();
  const { policy, user } = useSession();
  const labels = useLabels();
  const self = (id: string) => id;
  const picks = [
    { name: 'class', label: t('board.class'), ids: policy.classes.map(({ id }) => id), nameOf: labels.class },
    { name: 'topic', label: t('board.topic'), ids: policy.topics.map(({ name }) => name), nameOf: self },
    { name: 'unit', label: t('board.unit'), ids: policy.units.map(({ id }) => id), nameOf: labels.unit },
    { name: 'district', label: t('board.district'), ids: policy.areas.map(({ name }) => name), nameOf: self },
    { name: 'channel', label: t('board.channel'), ids: CHANNELS, nameOf: labels.channel },
    { name: 'urgency', label: t('board.urgency'), ids: ['0', '1', '2'], nameOf: (id: string) => t(`urgency.${id}`) },
  ].filter(({ name }) => name !== 'unit' || user.role !== 'unit');
  return (
    <>
      {picks.map(({ name, label, ids, nameOf }) => (
        <Select
          key={name}
          mode="multiple"
          maxTagCount={1}
          allowClear
          aria-label={label}
          placeholder={label}
          options={ids.map((id) => ({ value: id, label: nameOf(id) }))}
          showSearch={{ optionFilterProp: 'label' }}
          popupMatchSelectWidth={false}
          value={filter[name]?.split(',').filter(Boolean) ?? []}
          onChange={(values: string[]) => change(name, values.join(','))}
        />
      ))}
      <Select
        aria-label={t('board.state')}
        value={filter.state ?? ''}
        onChange={(value: string) => change('state', value)}
        options={[
          { value: '', label: t('board.allStates') },
          { value: 'open', label: t('state.open') },
          { value: 'closed', label: t('state.closed') },
        ]}
      />
    </>
  );
}

/** Days of the city, both included. */
function Days({ filter, change }: Part) {
  const { t } = useTranslation();
  return (
    <div className="filter-days">
      <Input
        type="date"
        className="filter-day"
        prefix={t('board.from')}
        aria-label={t('board.openedFrom')}
        value={filter.openedFrom ?? ''}
        max={filter.openedTo}
        onChange={({ target }) => change('openedFrom', target.value)}
      />
      <Input
        type="date"
        className="filter-day"
        prefix={t('board.to')}
        aria-label={t('board.openedTo')}
        value={filter.openedTo ?? ''}
        min={filter.openedFrom}
        onChange={({ target }) => change('openedTo', target.value)}
      />
    </div>
  );
}
