/** A choice of this browser's user, kept where the browser allows that. Refuses to know: what it means. */

export interface Remembered {
  get(): string | null;
  put(value: string): void;
}

export function remembered(name: string): Remembered {
  const key = `edgecoach.${name}`;
  return {
    get() {
      try {
        return localStorage.getItem(key);
      } catch {
        return null;
      }
    },
    put(value) {
      try {
        localStorage.setItem(key, value);
      } catch {
        // A browser that keeps nothing asks again next time.
      }
    },
  };
}
