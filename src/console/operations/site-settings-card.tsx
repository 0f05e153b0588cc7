/** The configuration of a site as it was applied: a table to read, and the JSON folded below it. */
import type { Site } from '../../model/site.ts';
import { FactsTable } from '../facts-table.tsx';
import { Card } from '../page.tsx';
import { siteSettings } from './site-settings.ts';

export function SiteSettingsCard({ config }: { config: Site }) {
  return (
    <Card title="Configuration, as it was applied">
      <FactsTable
        label="Settings of the site"
        nothing="Nothing is set."
        rows={siteSettings(config)}
        keyOf={({ key }) => key}
        columns={[
          { head: 'Setting', cell: ({ name }) => name },
          {
            head: 'Value',
            cell: ({ values, code }) => (
              <ul>
                {values.map((value) => (
                  <li key={value}>{code ? <code>{value}</code> : <bdi>{value}</bdi>}</li>
                ))}
              </ul>
            ),
          },
          { head: 'In the site file', cell: ({ key }) => <code className="dim">{key}</code> },
        ]}
      />
      <details className="part">
        <summary>As JSON</summary>
        <pre className="yaml">{JSON.stringify(config, null, 2)}</pre>
      </details>
    </Card>
  );
}
