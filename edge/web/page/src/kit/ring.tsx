/** A share of a hundred as a ring around its number. */

const RADIUS = 42;
const AROUND = 2 * Math.PI * RADIUS;

export function Ring({ value, label }: { value: number | null; label: string }) {
  const filled = (AROUND * Math.max(0, Math.min(100, value ?? 0))) / 100;
  return (
    <div class="ring" role="img" aria-label={`${label}: ${value ?? "–"}`}>
      <svg viewBox="0 0 100 100" aria-hidden="true">
        <circle class="ring-track" cx="50" cy="50" r={RADIUS} />
        {value !== null && <circle class="ring-fill" cx="50" cy="50" r={RADIUS} stroke-dasharray={`${filled} ${AROUND}`} transform="rotate(-90 50 50)" />}
        <text x="50" y="51" text-anchor="middle" dominant-baseline="central">{value ?? "–"}</text>
      </svg>
    </div>
  );
}
