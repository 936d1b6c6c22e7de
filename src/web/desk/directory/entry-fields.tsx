import { Checkbox, Field, Input, Select } from '@fluentui/react-components';
import type { DirectoryList, Entry } from '../../../handoff/directory/api.ts';
import type { Draft } from './draft.ts';

type Props = {
  draft: Draft;
  entry: Entry | undefined;
  list: DirectoryList;
  onChange: (part: Partial<Draft>) => void;
};

export function EntryFields({ draft, entry, list, onChange }: Props) {
  const isNumber = draft.kind === 'number';
  return (
    <>
      <Field label="Name" hint={isNumber ? 'As staff know it: Bank fraud line' : undefined} required>
        <Input value={draft.name} onChange={(_, { value }) => onChange({ name: value })} />
      </Field>
      <Field
        label="Number"
        hint="With plus and country code: +44 345 600 1234. A short one as it is: 159."
        required={isNumber}
      >
        <Input type="tel" value={draft.number} onChange={(_, { value }) => onChange({ number: value })} />
      </Field>
      {isNumber ? (
        <Authority draft={draft} list={list} onChange={onChange} />
      ) : (
        <OfColleague draft={draft} entry={entry} list={list} onChange={onChange} />
      )}
      <Field
        label="Where from"
        hint="Your own papers: the bank card, a signed contract. Never a caller, a message or a search."
        required
      >
        <Input value={draft.source} onChange={(_, { value }) => onChange({ source: value })} />
      </Field>
      <Field label="Owner" hint="Who looks at it again" required>
        <Input value={draft.owner} onChange={(_, { value }) => onChange({ owner: value })} />
      </Field>
      <Field label="Held since" hint="Today, when left empty">
        <Input type="date" value={draft.since} onChange={(_, { value }) => onChange({ since: value })} />
      </Field>
      <Field label="Review by" required>
        <Input
          type="date"
          value={draft.reviewBy}
          onChange={(_, { value }) => onChange({ reviewBy: value })}
        />
      </Field>
    </>
  );
}

function Authority({ draft, list, onChange }: Omit<Props, 'entry'>) {
  const sorted = list.authorities.toSorted((one, other) => one.name.localeCompare(other.name));
  return (
    <Field label="Whom it rings" hint="Shown to staff when a caller says they are from there">
      <Select value={draft.authority} onChange={(_, { value }) => onChange({ authority: value })}>
        <option value="">None of these</option>
        {sorted.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function OfColleague({ draft, entry, list, onChange }: Props) {
  const others = list.entries.filter(({ kind, id }) => kind === 'colleague' && id !== entry?.id);
  return (
    <>
      <Field label="Sign-in" hint="What they sign in to Teams with, such as jo.hart@acme.example">
        <Input type="email" value={draft.login} onChange={(_, { value }) => onChange({ login: value })} />
      </Field>
      <Field label="Deputy" hint="Who is asked when they do not answer">
        <Select value={draft.deputy} onChange={(_, { value }) => onChange({ deputy: value })}>
          <option value="">Nobody</option>
          {others.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      </Field>
      <Field
        label={entry?.hasPassphrase ? 'New passphrase' : 'Passphrase'}
        hint="Agreed with them face to face: three words or more. Only a fingerprint of it is kept."
      >
        <Input
          autoComplete="off"
          disabled={draft.drop}
          value={draft.passphrase}
          onChange={(_, { value }) => onChange({ passphrase: value })}
        />
      </Field>
      {entry?.hasPassphrase && (
        <Checkbox
          label="Take the passphrase away"
          checked={draft.drop}
          onChange={(_, { checked }) => onChange({ drop: checked === true })}
        />
      )}
    </>
  );
}
