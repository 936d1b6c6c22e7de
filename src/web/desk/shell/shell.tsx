import { lazy, Suspense, useEffect, useRef } from 'react';
import { Spinner } from '@fluentui/react-components';
import { Alerts } from '../alerts/alerts.tsx';
import { Audit } from '../audit/audit.tsx';
import { Campaigns } from '../campaigns/campaigns.tsx';
import { CasePage } from '../case/case-page.tsx';
import { Checks } from '../checks/checks.tsx';
import { Directory } from '../directory/directory.tsx';
import type { Look } from '../look/themes.ts';
import { People } from '../people/people.tsx';
import { Queue } from '../queue/queue.tsx';
import { resumeUnsent } from '../relay/unsent.ts';
import { type Route, useRoute } from '../route.ts';
import { LineNotice } from './line-notice.tsx';
import { Navigation } from './navigation.tsx';
import { Owner } from './owner.tsx';
import { useStayIn } from './use-stay-in.ts';

/** The charts are only fetched by whoever looks at them. */
const Insights = lazy(() => import('../insights/insights.tsx'));

export function Shell({ look, onLook }: { look: Look; onLook: (look: Look) => void }) {
  const route = useRoute();
  useFocusOnArrival(route);
  useStayIn();
  useEffect(resumeUnsent, []);
  return (
    <div className="shell">
      <a className="skip" href="#main" onClick={skipToMain}>
        Skip to the main part
      </a>
      <header className="shell-side">
        <Navigation route={route} />
        <Owner look={look} onLook={onLook} />
      </header>
      <main id="main" className="shell-main" tabIndex={-1}>
        <LineNotice />
        <Checks />
        <Suspense fallback={<Spinner label="Opening" />}>
          <Page route={route} />
        </Suspense>
      </main>
    </div>
  );
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'cases':
      return <Queue search={route.search} />;
    case 'case':
      return <CasePage key={route.id} id={route.id} />;
    case 'alerts':
      return <Alerts />;
    case 'campaigns':
      return <Campaigns />;
    case 'insights':
      return <Insights />;
    case 'directory':
      return <Directory />;
    case 'people':
      return <People />;
    case 'audit':
      return <Audit />;
  }
}

/** Whoever goes to another page by keyboard or hears the page read starts at its top, not at the link that led there. */
function useFocusOnArrival(route: Route): void {
  const place = route.page === 'case' ? `case ${route.id}` : route.page;
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    scrollTo(0, 0);
    document.getElementById('main')?.focus({ preventScroll: true });
  }, [place]);
}

/** The part after the `#` is our route, so the link must not change it. */
function skipToMain(event: React.MouseEvent): void {
  event.preventDefault();
  document.getElementById('main')?.focus();
}
