/** A sentence of the box; what is to be typed, which it puts between backticks, is set as such. */
export const Said = ({ text }: { text: string }) => <>{text.split("`").map((part, i) => (i % 2 ? <code key={i}>{part}</code> : part))}</>;
