import { Spinner } from '@fluentui/react-components';
import type { CampaignList, DeskCampaign, StaffAlertList } from '../api/types.ts';
import { onAnyChange, useAnswer } from '../api/use-answer.ts';
import { Nothing, PageHead } from '../show/page.tsx';
import { Problem } from '../show/problem.tsx';
import { Campaign } from './campaign.tsx';

/** Callers that several people have met, the newest first. */
export function Campaigns() {
  const { data, error, reload } = useAnswer<CampaignList>('/campaigns', onAnyChange);
  const alerts = useAnswer<StaffAlertList>('/staff-alerts', onAnyChange).data?.alerts ?? [];
  const campaigns = data?.campaigns ?? [];
  const list = (status: DeskCampaign['status']) =>
    campaigns
      .filter((one) => one.status === status)
      .map((one) => (
        <Campaign key={one.id} campaign={one} alerts={alerts.filter(({ campaign }) => campaign === one.id)} />
      ));
  const [running, over] = [list('running'), list('over')];
  return (
    <>
      <PageHead title="Campaigns" about="Callers that more than one person has met." />
      {error && <Problem error={error} onAgain={reload} />}
      {!data && !error && <Spinner label="Looking for campaigns" />}
      {data && campaigns.length === 0 && (
        <Nothing>No campaign was found. They appear here when cases look like the same caller.</Nothing>
      )}
      {running.length > 0 && (
        <section aria-labelledby="running">
          <h2 id="running">Going on now</h2>
          <ul className="campaign-list">{running}</ul>
        </section>
      )}
      {over.length > 0 && (
        <section aria-labelledby="over">
          <h2 id="over">Over</h2>
          <p className="quiet">Nobody has told of these for three days.</p>
          <ul className="campaign-list">{over}</ul>
        </section>
      )}
    </>
  );
}
