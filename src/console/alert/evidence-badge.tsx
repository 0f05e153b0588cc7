/** A weight for or against, with its sign in words' place: colour alone never carries it. */
export function Badge({ weight }: { weight: number }) {
  const size = Math.abs(weight).toLocaleString('en', { maximumFractionDigits: 1 });
  return (
    <span className={weight < 0 ? 'weight numeric' : 'weight weight-against numeric'}>
      {weight < 0 ? `−${size}` : `+${size}`}
    </span>
  );
}
