/** Who is here: one touch on a name, a card at the reader, a guest, or somebody new. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { api, type Person, Problem } from "../api";
import { Icon } from "../kit/icon";
import { useWorking } from "../kit/working";
import { w } from "../language";
import { board } from "../live";
import { go } from "../router";
import { Avatar } from "./avatar";
import { watchCards } from "./card_reader";
import { NewPerson } from "./new_person";
import "./who.css";

const MANY = 8;
const NOT_FOUND = 404;

export function WhoView() {
  const people = useSignal<Person[]>([]);
  const isNew = useSignal(false);
  const { problem, run } = useWorking();
  const words = w.value.who;
  useEffect(() => void run(async () => (people.value = await api.people())), []);
  useEffect(() => (isNew.value ? undefined : watchCards((number) => void run(() => byCard(number)))), [isNew.value]);
  if (isNew.value) return <NewPerson cancel={() => (isNew.value = false)} added={(person) => run(() => begin(person.id))} />;
  return (
    <div class="who">
      <header>
        <h1>{words.title}</h1>
        <p><Icon name="card" />{words.hint}</p>
      </header>
      {problem.value && <p class="problem" role="alert">{problem.value}</p>}
      <ul class="who-ways">
        <li><button type="button" class="way" onClick={() => void run(() => begin(""))}><Icon name="athlete" size={44} /><b>{words.guest}</b><span>{words.guestHint}</span></button></li>
        <li><button type="button" class="way" onClick={() => (isNew.value = true)}><Icon name="plus" size={44} /><b>{words.add}</b><span>{words.addHint}</span></button></li>
      </ul>
      <Everybody people={people.value} choose={(person) => void run(() => begin(person.id))} />
    </div>
  );
}

function Everybody({ people, choose }: { people: Person[]; choose: (person: Person) => void }) {
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
          <li key={person.id}>
            <button type="button" class="person" aria-pressed={board.value?.person?.id === person.id} onClick={() => choose(person)}>
              <Avatar person={person} /><b>{person.name}</b>{board.value?.person?.id === person.id && <span>{words.here}</span>}
            </button>
          </li>
        ))}
      </ul>
      {people.length > 0 && !shown.length && <p class="empty">{words.none}</p>}
    </>
  );
}

/** Whoever says who they are wants to train: that begins their session. */
async function begin(person: string): Promise<void> {
  await api.command("session", "start", { person });
  go("athlete");
}

async function byCard(number: string): Promise<void> {
  try {
    await begin((await api.personOfCard(number)).id);
  } catch (failure) {
    if (failure instanceof Problem && failure.status === NOT_FOUND) throw new Error(w.value.who.cardUnknown);
    throw failure;
  }
}
