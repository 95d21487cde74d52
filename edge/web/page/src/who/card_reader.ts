/** A card reader types a number as a keyboard does, only faster, and ends with Enter. Refuses to know: whose card it is. */

/** No finger types faster than this, ms between keys. */
const FASTEST_TYPING_MS = 50;
const SHORTEST = 4;

export class CardReader {
  private typed = "";
  private at = -Infinity;

  /** One key at a time, ms -> the number of a card that has just been read, else null. */
  press(key: string, now: number): string | null {
    const swift = now - this.at < FASTEST_TYPING_MS;
    this.at = now;
    if (key === "Enter") {
      const number = this.typed;
      this.typed = "";
      return swift && number.length >= SHORTEST ? number : null;
    }
    if (!/^[0-9A-Za-z]$/.test(key)) return null;
    this.typed = swift ? this.typed + key : key;
    return null;
  }
}

/** Calls back with each card read until its answer is called. What is typed into a field is the field's. */
export function watchCards(read: (number: string) => void): () => void {
  const reader = new CardReader();
  const listen = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement) return;
    const number = reader.press(event.key, event.timeStamp);
    if (number === null) return;
    event.preventDefault();
    read(number);
  };
  addEventListener("keydown", listen, true);
  return () => removeEventListener("keydown", listen, true);
}
