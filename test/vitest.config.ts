/** How the tests run: four files at a time since more than half of their time is waiting; real services, nothing retried. */
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take long because they wait for crawls: begun first, they wait beside the others, begun last, all would wait for them. */
const WAITING = ['e2e-practice-market', 'chaos', 'pipeline-recrawl', 'crawl-browser', 'e2e-screenshots'];

class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const waits = ({ moduleId }: TestSpecification) =>
      WAITING.some((name) => moduleId.endsWith(`/${name}.test.ts`));
    const sorted = await super.sort(files);
    return [...sorted.filter(waits), ...sorted.filter((file) => !waits(file))];
  }
}

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/print-shown-pages.ts'],
    pool: 'forks',
    maxWorkers: 4,
    // What a file has loaded serves the next one, too: loaded anew for each, it took a third of the processor's time.
    isolate: false,
    sequence: { sequencer: WaitingFirst },
    // They end what hangs; how quick a machine is, is not what is asked.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    retry: 0,
    reporters: ['default'],
  },
});
