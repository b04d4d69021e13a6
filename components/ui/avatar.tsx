import { TAG_COLOURS, type TagColour } from "../../domain/vocabulary/vocabulary.ts";

const SEGMENTS = new Intl.Segmenter("en", { granularity: "grapheme" });

/** The first letters of the first and the last word of a name. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const chosen = words.length > 1 ? [words[0], words[words.length - 1]] : words;
  return chosen.map((word) => [...SEGMENTS.segment(word ?? "")][0]?.segment.toLocaleUpperCase("en") ?? "").join("");
}

/** The colour of a person: the same on every screen, because it comes from the id alone. */
export function personColour(id: string): TagColour {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) >>> 0;
  return TAG_COLOURS[sum % TAG_COLOURS.length] ?? "slate";
}

interface Props {
  person: { id: string; name: string };
  size?: "small" | "normal" | "large";
  /** Set where the name doesn't stand beside it. */
  named?: boolean;
}

const SIZES = { small: "size-6 text-[0.625rem]", normal: "size-8 text-xs", large: "size-10 text-sm" };

/** A person as initials on their colour. */
export function Avatar({ person, size = "normal", named = false }: Props) {
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: it has a name only when it has a role.
    <span
      data-colour={personColour(person.id)}
      role={named ? "img" : undefined}
      aria-label={named ? person.name : undefined}
      aria-hidden={named ? undefined : true}
      title={named ? person.name : undefined}
      className={`inline-grid shrink-0 place-items-center rounded-full border border-(--tag-line) bg-(--tag-bg) leading-none font-semibold text-(--tag-ink) select-none ${SIZES[size]}`}
    >
      {initialsOf(person.name)}
    </span>
  );
}
