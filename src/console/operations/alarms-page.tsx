/** What is wrong with the watch itself: alarms that stand, and those that are over. */
import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { ALARM_KINDS, ALARM_STATES } from '../../model/alarm.ts';
import { ALARM_PATHS, alarmPage } from '../../model/alarm-api.ts';
import { Moment } from '../age.tsx';
import { FactsTable } from '../facts-table.tsx';
import { withQuery } from '../fetch-api.ts';
import { Card } from '../page.tsx';
import { PagedRows } from '../paged-rows.tsx';
import { OperationsPage } from './operations-tabs.tsx';

const SAYS = { raised: 'Raised now', cleared: 'Over' } as const;
const EVERYTHING = '*';

export function AlarmsPage() {
  const [state, setState] = useState<(typeof ALARM_STATES)[number]>('raised');
  return (
    <OperationsPage says="Silence is an alarm. Each is raised once, told once, and ends by itself when its cause does.">
      <Card
        title="Alarms"
        end={
          <NativeSelect
            aria-label="State"
            size="xs"
            data={ALARM_STATES.map((value) => ({ value, label: SAYS[value] }))}
            value={state}
            onChange={(event) =>
              setState(ALARM_STATES.find((each) => each === event.currentTarget.value) ?? state)
            }
          />
        }
      >
        <PagedRows
          queryKey={['alarms', state]}
          pathOf={(before) => withQuery(ALARM_PATHS.alarms, { state, before })}
          answer={alarmPage}
          everyMs={30_000}
        >
          {(items) => (
            <FactsTable
              label="Alarms"
              nothing={state === 'raised' ? 'Nothing is wrong.' : 'None was ever raised.'}
              rows={items}
              keyOf={(alarm) => alarm.id}
              columns={[
                { head: 'What', cell: (alarm) => ALARM_KINDS[alarm.kind] },
                { head: 'Where', cell: ({ subject }) => (subject === EVERYTHING ? 'everywhere' : subject) },
                { head: 'In figures', cell: (alarm) => alarm.summary },
                { head: 'Raised', cell: (alarm) => <Moment at={alarm.raisedAt} /> },
                {
                  head: 'Over',
                  cell: ({ clearedAt }) => (clearedAt === null ? 'not yet' : <Moment at={clearedAt} />),
                },
              ]}
            />
          )}
        </PagedRows>
      </Card>
    </OperationsPage>
  );
}
