/** Gold items: alerts whose right answer is known; and the shares of decisions that are looked at again. */
import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'react-router';
import { DECISION_REASONS, OUTCOMES, type Outcome, REASON_TEXTS } from '../../model/alert.ts';
import {
  goldList,
  SAMPLING_KINDS,
  type SamplingRates,
  SECOND_LOOK_PATHS,
  samplingRates,
} from '../../model/second-look-api.ts';
import { Answer } from '../answer.tsx';
import { FactsTable } from '../facts-table.tsx';
import { ask, command, pathOf, withQuery } from '../fetch-api.ts';
import { LineForm, RowAct } from '../line-form.tsx';
import { Card } from '../page.tsx';
import { PagedRows } from '../paged-rows.tsx';
import { ProblemNote } from '../problem-note.tsx';
import { useMay } from '../signed-in.ts';
import { OUTCOME_WORDS } from '../words.ts';
import { QualityPage } from './quality-tabs.tsx';

const GOLD_KEY = ['gold'] as const;
const SAMPLING_KEY = ['sampling'] as const;

export function GoldPage() {
  const client = useQueryClient();
  const leads = useMay('alerts:lead');
  const drop = useMutation({
    mutationFn: (id: number) => command({ method: 'DELETE', path: pathOf(SECOND_LOOK_PATHS.goldItem, id) }),
    onSuccess: () => void client.invalidateQueries({ queryKey: GOLD_KEY }),
  });
  return (
    <QualityPage says="Alerts whose right answer is known are mixed into second looks; the rest is drawn by rate.">
      <Card title="Gold items">
        {drop.isError && <ProblemNote error={drop.error} />}
        <PagedRows
          queryKey={GOLD_KEY}
          pathOf={(before) => withQuery(SECOND_LOOK_PATHS.gold, { before })}
          answer={goldList}
        >
          {(rows) => (
            <FactsTable
              label="Gold items"
              nothing="None yet."
              rows={rows}
              keyOf={(item) => item.id}
              columns={[
                { head: 'Alert', cell: (item) => <Link to={`/alerts/${item.alert}`}>{item.alert}</Link> },
                {
                  head: 'Right answer',
                  cell: (item) =>
                    `${OUTCOME_WORDS[item.outcome].done}: ${REASON_TEXTS[item.reason] ?? item.reason}`,
                },
                { head: 'Named by', cell: (item) => item.by },
                { head: 'Answered', numeric: true, cell: (item) => item.answered },
                { head: 'Right', numeric: true, cell: (item) => item.right },
                {
                  head: '',
                  cell: (item) =>
                    leads && (
                      <RowAct ends onAct={() => drop.mutate(item.id)}>
                        Remove
                      </RowAct>
                    ),
                },
              ]}
            />
          )}
        </PagedRows>
        {leads && <GoldForm />}
      </Card>
      <SamplingCard editable={leads} />
    </QualityPage>
  );
}

function GoldForm() {
  const client = useQueryClient();
  const [alert, setAlert] = useState('');
  const [outcome, setOutcome] = useState<Outcome>('confirmed');
  const [reason, setReason] = useState<string>(DECISION_REASONS.confirmed[0]);
  const [note, setNote] = useState('');
  const add = useMutation({
    mutationFn: () =>
      command({
        path: SECOND_LOOK_PATHS.gold,
        body: { alert: Number(alert), outcome, reason, note: note.trim() || null },
      }),
    onSuccess: () => {
      setAlert('');
      setNote('');
      void client.invalidateQueries({ queryKey: GOLD_KEY });
    },
  });
  return (
    <LineForm submit="Add" ready={/^\d{1,9}$/.test(alert)} order={add} onSubmit={() => add.mutate()}>
      <TextInput
        label="Alert number"
        size="xs"
        inputMode="numeric"
        value={alert}
        onChange={(event) => setAlert(event.currentTarget.value)}
      />
      <NativeSelect
        label="Outcome"
        size="xs"
        data={OUTCOMES.map((value) => ({ value, label: OUTCOME_WORDS[value].done }))}
        value={outcome}
        onChange={(event) => {
          const chosen = OUTCOMES.find((each) => each === event.currentTarget.value) ?? outcome;
          setOutcome(chosen);
          setReason(DECISION_REASONS[chosen][0]);
        }}
      />
      <NativeSelect
        label="Reason"
        size="xs"
        data={DECISION_REASONS[outcome].map((value) => ({ value, label: REASON_TEXTS[value] ?? value }))}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <TextInput
        label="Note"
        size="xs"
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
      />
    </LineForm>
  );
}

type Rate = SamplingRates['items'][number];

function SamplingCard({ editable }: { editable: boolean }) {
  const client = useQueryClient();
  const rates = useQuery({
    queryKey: SAMPLING_KEY,
    queryFn: ({ signal }) => ask(SECOND_LOOK_PATHS.sampling, samplingRates, signal),
  });
  const set = useMutation({
    mutationFn: (items: readonly Rate[]) =>
      command({ method: 'PUT', path: SECOND_LOOK_PATHS.sampling, body: { items } }),
    onSuccess: () => void client.invalidateQueries({ queryKey: SAMPLING_KEY }),
  });
  return (
    <Card title="Shares that are looked at again">
      <p className="dim small">The highest that fits a decision counts.</p>
      <Answer of={rates}>
        {({ items }) => (
          <>
            <FactsTable
              label="Sampling rates"
              nothing="No decision is looked at again."
              rows={items}
              keyOf={(rate) => `${rate.kind}-${rate.value}`}
              columns={[
                {
                  head: 'Of',
                  cell: ({ kind, value }) => (kind === 'all' ? 'all decisions' : `${kind}: ${value}`),
                },
                { head: 'Share', numeric: true, cell: ({ rate }) => `${Math.round(rate * 1000) / 10} %` },
                {
                  head: '',
                  cell: (rate) =>
                    editable && (
                      <RowAct ends onAct={() => set.mutate(items.filter((each) => each !== rate))}>
                        Remove
                      </RowAct>
                    ),
                },
              ]}
            />
            {editable && <RateForm rates={items} onRates={(next) => set.mutate(next)} order={set} />}
          </>
        )}
      </Answer>
    </Card>
  );
}

type RateProps = {
  readonly rates: readonly Rate[];
  readonly onRates: (rates: readonly Rate[]) => void;
  readonly order: { readonly isPending: boolean; readonly error: Error | null };
};

function RateForm({ rates, onRates, order }: RateProps) {
  const [kind, setKind] = useState<Rate['kind']>('all');
  const [value, setValue] = useState('');
  const [percent, setPercent] = useState('5');
  const share = Number(percent) / 100;
  const whole = kind === 'all' ? '' : value.trim();
  const fits = percent.trim() !== '' && share >= 0 && share <= 1 && (kind === 'all' || whole !== '');
  const onSubmit = () => {
    const others = rates.filter((rate) => rate.kind !== kind || rate.value !== whole);
    onRates([...others, { kind, value: whole, rate: share }]);
  };
  return (
    <LineForm submit="Set" ready={fits} order={order} onSubmit={onSubmit}>
      <NativeSelect
        label="Of"
        size="xs"
        data={[...SAMPLING_KINDS]}
        value={kind}
        onChange={(event) =>
          setKind(SAMPLING_KINDS.find((each) => each === event.currentTarget.value) ?? kind)
        }
      />
      {kind !== 'all' && (
        <TextInput
          label={kind === 'term' ? 'Term' : kind === 'site' ? 'Site id' : 'Account'}
          size="xs"
          value={value}
          onChange={(event) => setValue(event.currentTarget.value)}
        />
      )}
      <TextInput
        label="Per cent"
        size="xs"
        inputMode="decimal"
        value={percent}
        onChange={(event) => setPercent(event.currentTarget.value)}
      />
    </LineForm>
  );
}
