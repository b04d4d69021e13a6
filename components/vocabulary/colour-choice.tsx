import { TAG_COLOURS, type TagColour } from "../../domain/vocabulary/vocabulary.ts";
import { TagDot } from "../ui/chip.tsx";

/** The eight colours as radio buttons, each with its name for pointing and screen readers. */
export function ColourChoice({ chosen }: { chosen: TagColour }) {
  return (
    <fieldset className="grid content-start gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">Colour</legend>
      <div className="grid max-w-80 grid-cols-8">
        {TAG_COLOURS.map((colour) => (
          <label
            key={colour}
            data-colour={colour}
            title={colour}
            className="relative grid size-9 max-w-full place-items-center rounded-full hover:bg-hover has-checked:bg-hover has-checked:outline-2 has-checked:outline-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-focus"
          >
            <input
              type="radio"
              name="colour"
              value={colour}
              defaultChecked={colour === chosen}
              aria-label={colour}
              className="absolute inset-0 cursor-pointer opacity-0"
            />
            <TagDot size="large" />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
