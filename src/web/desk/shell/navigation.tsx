import { CounterBadge } from '@fluentui/react-components';
import { AlertRegular } from '@fluentui/react-icons/svg/alert';
import { BookContactsRegular } from '@fluentui/react-icons/svg/book-contacts';
import { ChatWarningRegular } from '@fluentui/react-icons/svg/chat-warning';
import { DataBarVerticalRegular } from '@fluentui/react-icons/svg/data-bar-vertical';
import { HistoryRegular } from '@fluentui/react-icons/svg/history';
import { PeopleCallRegular } from '@fluentui/react-icons/svg/people-call';
import { PeopleRegular } from '@fluentui/react-icons/svg/people';
import { type ReactNode, useEffect } from 'react';
import { onAnyChange, useAnswer } from '../api/use-answer.ts';
import type { Alerts, Role } from '../api/types.ts';
import iconAddress from '../look/icon.svg';
import { mayDo, useMe } from '../me.ts';
import type { Route } from '../route.ts';

type Place = { page: Route['page']; label: string; icon: ReactNode; for: readonly Role[] };
const everybody: readonly Role[] = ['technician', 'lead', 'admin'];
const leads: readonly Role[] = ['lead', 'admin'];

const places: readonly Place[] = [
  { page: 'cases', label: 'Cases', icon: <ChatWarningRegular />, for: everybody },
  { page: 'alerts', label: 'Alerts', icon: <AlertRegular />, for: everybody },
  { page: 'campaigns', label: 'Campaigns', icon: <PeopleCallRegular />, for: everybody },
  { page: 'insights', label: 'Insights', icon: <DataBarVerticalRegular />, for: everybody },
  { page: 'directory', label: 'Directory', icon: <BookContactsRegular />, for: everybody },
  { page: 'people', label: 'People', icon: <PeopleRegular />, for: leads },
  { page: 'audit', label: 'Audit', icon: <HistoryRegular />, for: leads },
];

export function Navigation({ route }: { route: Route }) {
  const me = useMe();
  const { data } = useAnswer<Alerts>('/alerts', onAnyChange);
  const open = data?.alerts.length ?? 0;
  const current = route.page === 'case' ? 'cases' : route.page;
  // On a phone there is not room for all of them at once.
  useEffect(() => {
    const place = document.querySelector<HTMLElement>('.place[aria-current]');
    // Scrolled into view by the browser, the next Tab would begin there and not at the top of the page.
    if (place?.parentElement)
      place.parentElement.scrollLeft = place.offsetLeft - place.parentElement.offsetLeft;
  }, [current]);
  return (
    <>
      <a className="brand" href="#/">
        <img src={iconAddress} alt="" width="32" height="32" />
        <span className="brand-name">
          Callcheck <span className="brand-organisation">{me.organisation}</span>
        </span>
      </a>
      <nav aria-label="Desk" className="places">
        {places
          .filter((place) => mayDo(me, ...place.for))
          .map(({ page, label, icon }) => (
            <a
              key={page}
              href={`#/${page}`}
              className="place"
              aria-current={page === current ? 'page' : undefined}
            >
              {icon}
              <span className="place-label">{label}</span>
              {page === 'alerts' && open > 0 && (
                <>
                  <CounterBadge count={open} color="danger" size="small" aria-hidden />
                  <span className="unseen">{open} open</span>
                </>
              )}
            </a>
          ))}
      </nav>
    </>
  );
}
