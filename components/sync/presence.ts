/** Who else has the bulletin open. The server signs each state with the person of its session. */

import type { Awareness } from "y-protocols/awareness";
import type { PresentPerson } from "./bulletin-session.ts";

/** One entry a person, however many tabs they have; by name. */
export function presentPeople(awareness: Awareness, me: string): PresentPerson[] {
  const people = new Map<string, PresentPerson>();
  for (const [client, state] of awareness.getStates()) {
    const person = client === awareness.clientID ? null : personOf(state.user);
    if (person && person.id !== me) people.set(person.id, person);
  }
  return [...people.values()].sort((a, b) => a.name.localeCompare(b.name, "en") || a.id.localeCompare(b.id));
}

export function personOf(user: unknown): PresentPerson | null {
  if (typeof user !== "object" || user === null) return null;
  const { id, name, colour }: { id?: unknown; name?: unknown; colour?: unknown } = user;
  if (typeof id !== "string" || typeof name !== "string" || typeof colour !== "string") return null;
  return { id, name, colour };
}

export const isSamePeople = (a: readonly PresentPerson[], b: readonly PresentPerson[]): boolean =>
  a.length === b.length &&
  a.every((person, index) => {
    const other = b[index];
    return person.id === other?.id && person.name === other.name && person.colour === other.colour;
  });
