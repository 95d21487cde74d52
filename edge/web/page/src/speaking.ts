/** Another language from now on, with the box's own sentences in it. Refuses to know: where they are shown. */
import { api, type Language } from "./api";
import { keepLanguage, language, learnSentences } from "./language";

/** Show this language; `keep` remembers it in this browser. */
export async function speak(wanted: Language, keep = false): Promise<void> {
  if (keep) keepLanguage(wanted);
  language.value = wanted;
  document.documentElement.lang = wanted;
  try {
    const sentences = await api.words(wanted);
    if (language.peek() === wanted) learnSentences(sentences); // else another one was wanted meanwhile
  } catch {
    // The page's own words are here; the box's come with the next language switch or load.
  }
}
