import { Checkbox, SearchBox, Select, Tab, TabList } from '@fluentui/react-components';
import { useEffect, useRef, useState } from 'react';
import { useMe } from '../me.ts';
import { priorityIds, priorityMeanings } from '../words/labels.ts';
import { pick } from '../words/pick.ts';
import { type Filter, shown } from './filter.ts';

const tabs: Record<Filter['show'], string> = {
  open: 'All open',
  waiting: 'Waiting',
  accepted: 'Taken',
  closed: 'Closed',
};

type Props = { filter: Filter; onChange: (part: Partial<Filter>) => void };

export function Filters({ filter, onChange }: Props) {
  const { clients } = useMe();
  return (
    <div className="filters" role="search" aria-label="Which cases">
      <TabList
        selectedValue={filter.show}
        onTabSelect={(_, { value }) => onChange({ show: shown.find((one) => one === value) ?? 'open' })}
        aria-label="Which cases to show"
      >
        {shown.map((one) => (
          <Tab key={one} value={one}>
            {tabs[one]}
          </Tab>
        ))}
      </TabList>
      <div className="filters-more">
        <Words words={filter.words} onWords={(words) => onChange({ words })} />
        <Select
          aria-label="Priority"
          value={filter.priority}
          onChange={(_, { value }) => onChange({ priority: pick(priorityIds, value) ?? '' })}
        >
          <option value="">Any priority</option>
          {priorityIds.map((priority) => (
            <option key={priority} value={priority}>
              {priority}: {priorityMeanings[priority]}
            </option>
          ))}
        </Select>
        {clients.length > 1 && (
          <Select
            aria-label="Client"
            value={filter.client}
            onChange={(_, { value }) => onChange({ client: value })}
          >
            <option value="">All clients</option>
            {clients.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        )}
        <Checkbox
          label="Only mine"
          checked={filter.mine}
          onChange={(_, { checked }) => onChange({ mine: checked === true })}
        />
      </div>
    </div>
  );
}

const asksAfterMs = 250;

/** Asks when the fingers rest, not at every letter. Words that change elsewhere, by a link or the way back, are taken over. */
function Words({ words, onWords }: { words: string; onWords: (words: string) => void }) {
  const [typed, setTyped] = useState(words);
  const asked = useRef(words);
  useEffect(() => {
    if (asked.current === words) return;
    asked.current = words;
    setTyped(words);
  }, [words]);
  useEffect(() => {
    if (typed === asked.current) return;
    const timer = setTimeout(() => {
      asked.current = typed;
      onWords(typed);
    }, asksAfterMs);
    return () => clearTimeout(timer);
  });
  return (
    <SearchBox
      className="filters-words"
      aria-label="Search cases"
      placeholder="Search: name, number, words, case"
      value={typed}
      onChange={(_, { value }) => setTyped(value)}
    />
  );
}
