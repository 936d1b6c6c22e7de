import {
  CounterBadge,
  Menu,
  MenuItemLink,
  MenuList,
  MenuPopover,
  MenuTrigger,
  Overflow,
  OverflowItem,
  useIsOverflowItemVisible,
  useOverflowMenu,
} from '@fluentui/react-components';
import { AlertRegular } from '@fluentui/react-icons/svg/alert';
import { BookContactsRegular } from '@fluentui/react-icons/svg/book-contacts';
import { ChatWarningRegular } from '@fluentui/react-icons/svg/chat-warning';
import { DataBarVerticalRegular } from '@fluentui/react-icons/svg/data-bar-vertical';
import { HistoryRegular } from '@fluentui/react-icons/svg/history';
import { MoreHorizontalRegular } from '@fluentui/react-icons/svg/more-horizontal';
import { PeopleCallRegular } from '@fluentui/react-icons/svg/people-call';
import { PeopleRegular } from '@fluentui/react-icons/svg/people';
import type { ReactElement, Ref } from 'react';
import { onAnyChange, useAnswer } from '../api/use-answer.ts';
import type { Alerts, Role } from '../api/types.ts';
import iconAddress from '../look/icon.svg';
import { mayDo, useMe } from '../me.ts';
import type { Route } from '../route.ts';
import { narrow, useMedia } from '../use-media.ts';

type Place = { page: Route['page']; label: string; icon: ReactElement; for: readonly Role[] };
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
  const isNarrow = useMedia(narrow);
  const { data } = useAnswer<Alerts>('/alerts', onAnyChange);
  const open = data?.alerts.length ?? 0;
  const current = route.page === 'case' ? 'cases' : route.page;
  const allowed = places.filter((place) => mayDo(me, ...place.for));
  return (
    <>
      <a className="brand" href="#/">
        <img src={iconAddress} alt="" width="32" height="32" />
        <span className="brand-name">
          Callcheck <span className="brand-organisation">{me.organisation}</span>
        </span>
      </a>
      {isNarrow ? (
        <NarrowPlaces places={allowed} current={current} open={open} />
      ) : (
        <nav aria-label="Desk" className="places">
          {allowed.map((place) => (
            <PlaceLink key={place.page} place={place} isCurrent={place.page === current} open={open} />
          ))}
        </nav>
      )}
    </>
  );
}

type PlacesProps = { places: readonly Place[]; current: Place['page']; open: number };

/** As many places as fit beside each other, that of this page among them; the others are in a menu. */
function NarrowPlaces({ places: allowed, current, open }: PlacesProps) {
  return (
    <Overflow padding={0} minimumVisible={1}>
      <nav aria-label="Desk" className="places">
        {allowed.map((place) => (
          <OverflowItem key={place.page} id={place.page} priority={place.page === current ? 1 : 0}>
            <PlaceLink place={place} isCurrent={place.page === current} open={open} />
          </OverflowItem>
        ))}
        <MorePlaces places={allowed} open={open} />
      </nav>
    </Overflow>
  );
}

function MorePlaces({ places: allowed, open }: Pick<PlacesProps, 'places' | 'open'>) {
  const { ref, isOverflowing } = useOverflowMenu<HTMLButtonElement>();
  if (!isOverflowing) return null;
  return (
    <Menu>
      <MenuTrigger disableButtonEnhancement>
        <button ref={ref} type="button" className="place place-more">
          <MoreHorizontalRegular />
          <span className="place-label">More</span>
        </button>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>
          {allowed.map((place) => (
            <HiddenPlace key={place.page} place={place} open={open} />
          ))}
        </MenuList>
      </MenuPopover>
    </Menu>
  );
}

function HiddenPlace({ place: { page, label, icon }, open }: { place: Place; open: number }) {
  if (useIsOverflowItemVisible(page)) return null;
  return (
    <MenuItemLink href={`#/${page}`} icon={icon}>
      {page === 'alerts' && open > 0 ? `${label}, ${open} open` : label}
    </MenuItemLink>
  );
}

type LinkProps = { place: Place; isCurrent: boolean; open: number; ref?: Ref<HTMLAnchorElement> };

/** What is handed on is from the overflow, which marks what does not fit. */
function PlaceLink({ place: { page, label, icon }, isCurrent, open, ...others }: LinkProps) {
  return (
    <a {...others} href={`#/${page}`} className="place" aria-current={isCurrent ? 'page' : undefined}>
      {icon}
      <span className="place-label">{label}</span>
      {page === 'alerts' && open > 0 && (
        <>
          <CounterBadge count={open} color="danger" size="small" aria-hidden />
          <span className="unseen">{open} open</span>
        </>
      )}
    </a>
  );
}
