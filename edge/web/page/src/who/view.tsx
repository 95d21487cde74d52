/** Who is here: one touch on a name or a few letters typed, a card at the reader, a guest, or somebody new. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { may, me } from "../access";
import { api, type Person, Problem } from "../api";
import { Icon } from "../kit/icon";
import { useWorking } from "../kit/working";
import { w } from "../language";
import { board } from "../live";
import { go } from "../router";
import { Avatar } from "./avatar";
import { watchCards } from "./card_reader";
import { ChangePerson } from "./change_person";
import { changeWords } from "./change_words";
import { NewPerson } from "./new_person";
import { TypedName } from "./typed_name";
import { typedWords } from "./typed_words";
import "./who.css";

const MANY = 8;
const NOT_FOUND = 404;

export function WhoView() {
  const people = useSignal<Person[]>([]);
  const isNew = useSignal(false);
  const changing = useSignal<Person | null>(null);
  const { problem, run } = useWorking();
  const words = w.value.who;
  const here = board.value?.person?.id;
  const listed = may("clinician") || me.value?.names_listed;
  const busy = isNew.value || changing.value !== null;
  useEffect(() => void run(async () => (people.value = await api.people())), [here, changing.value]);
  useEffect(() => (busy ? undefined : watchCards((number) => void run(() => byCard(number)))), [busy]);
  if (isNew.value) return <NewPerson cancel={() => (isNew.value = false)} added={(person) => run(() => begin(person.id))} />;
  if (changing.value) return <ChangePerson person={changing.value} done={() => (changing.value = null)} />;
  return (
    <div class="who">
      <header>
        <h1>{words.title}</h1>
        <p><Icon name="card" />{listed ? words.hint : typedWords().hint}</p>
      </header>
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
      <ul class="who-ways">
        <li><button type="button" class="way" onClick={() => void run(() => begin(""))}><Icon name="athlete" size={44} /><b>{words.guest}</b><span>{words.guestHint}</span></button></li>
        <li><button type="button" class="way" onClick={() => (isNew.value = true)}><Icon name="plus" size={44} /><b>{words.add}</b><span>{words.addHint}</span></button></li>
      </ul>
      {!listed && <TypedName begin={begin} />}
      <Everybody people={people.value} choose={(person) => void run(() => begin(person.id))} change={(person) => void run(async () => (changing.value = await fresh(person)))} />
    </div>
  );
}

interface EverybodyProps {
  people: Person[];
  choose: (person: Person) => void;
  change: (person: Person) => void;
}

function Everybody({ people, choose, change }: EverybodyProps) {
  const wanted = useSignal("");
  const words = w.value.who;
  const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const shown = people.filter(({ name }) => plain(name).includes(plain(wanted.value)));
  return (
    <>
      {people.length > MANY && (
        <label class="field who-search"><span class="visually-hidden">{words.search}</span>
          <input type="search" placeholder={words.search} value={wanted.value} onInput={(event) => (wanted.value = event.currentTarget.value)} />
        </label>
      )}
      <ul class="people">
        {shown.map((person) => (
          <li key={person.id} class={may("clinician") ? "with-change" : ""}>
            <button type="button" class="person" aria-pressed={board.value?.person?.id === person.id} onClick={() => choose(person)}>
              <Avatar person={person} /><b>{person.name}</b>{board.value?.person?.id === person.id && <span>{words.here}</span>}
            </button>
            <Change person={person} change={change} />
          </li>
        ))}
      </ul>
      {people.length > 0 && !shown.length && <p class="empty">{words.none}</p>}
    </>
  );
}

/** For staff, of anybody; for whoever is here, what they agreed to. */
function Change({ person, change }: { person: Person; change: (person: Person) => void }) {
  const words = changeWords();
  if (may("clinician")) return <button type="button" class="button change beside" aria-label={words.change(person.name)} onClick={() => change(person)}>{words.changeShort}</button>;
  if (board.value?.person?.id !== person.id || !person.consent) return null;
  return <button type="button" class="button change" onClick={() => change(person)}>{words.changeOwn}</button>;
}

/** As the box knows them now, not as they were when the list came. */
const fresh = async ({ id }: Person): Promise<Person | null> => (await api.people()).find((person) => person.id === id) ?? null;

/** Whoever says who they are wants to train: that begins their session. */
async function begin(person: string): Promise<void> {
  await api.command("session", "start", { person });
  go("athlete");
}

async function byCard(number: string): Promise<void> {
  try {
    await begin((await api.personOfCard(number)).id);
  } catch (failure) {
    if (failure instanceof Problem && failure.status === NOT_FOUND) throw new Error(me.value?.names_listed ? w.value.who.cardUnknown : typedWords().cardUnknown);
    throw failure;
  }
}
