/** Says what went wrong and what to do, from problem details. */
import { Alert, Button } from '@mantine/core';
import { problemOf } from './fetch-api.ts';

export function ProblemNote({
  error,
  onRetry,
  action = 'Try again',
}: {
  error: unknown;
  onRetry?: () => void;
  action?: string;
}) {
  const { title, detail } = problemOf(error);
  return (
    <Alert color="red" title={title} role="alert">
      <p className="problem-detail">{detail}</p>
      {onRetry && (
        <Button size="compact-sm" variant="default" onClick={onRetry}>
          {action}
        </Button>
      )}
    </Alert>
  );
}
