import type { PresentPerson } from "../sync/bulletin-session.ts";
import { Avatar } from "../ui/avatar.tsx";

/** Who else has the bulletin open; beyond `most` faces the rest becomes a number. */
export function PresentPeople({ people, most = 4 }: { people: readonly PresentPerson[]; most?: number }) {
  if (people.length === 0) return null;
  // "+1" would take the room of the face that it hides.
  const shown = people.length === most + 1 ? people : people.slice(0, most);
  const others = people.slice(shown.length);
  return (
    <ul aria-label="Also here" className="present-people flex -space-x-0.5">
      {shown.map((person) => (
        <li key={person.id} className="rounded-full ring-2 ring-paper">
          <Avatar person={person} size="small" named />
        </li>
      ))}
      {others.length > 0 && (
        <li className="rounded-full ring-2 ring-paper" title={others.map(({ name }) => name).join(", ")}>
          <span className="grid size-6 place-items-center rounded-full border border-line bg-sunken text-[0.625rem] font-semibold text-soft">
            <span aria-hidden="true">+{others.length}</span>
            <span className="sr-only">and {others.map(({ name }) => name).join(", ")}</span>
          </span>
        </li>
      )}
    </ul>
  );
}
