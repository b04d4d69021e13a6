import { FATES } from "../../domain/edition/edition-report.ts";
import { count } from "../bulletins/count.ts";
import { RepairList } from "../bulletins/repair-list.tsx";
import { summarise } from "../bulletins/repair-words.ts";
import { Icon } from "../ui/icon.tsx";
import { Switch } from "../ui/switch.tsx";
import type { Report } from "./edition-client.ts";
import { FATE_WORDS, sayText } from "./fate-words.ts";
import { sectionId } from "./report-list.tsx";
import type { EditionState } from "./use-edition.ts";

interface Props {
  state: EditionState;
  report: Report;
  bulletin: { title: string; author: string | null };
}

/** The report in numbers, and what the person may choose before accepting it. */
export function ReportSummary({ state, report, bulletin }: Props) {
  const { counts, text, items, repairs } = report;
  return (
    <div className="grid content-start gap-6">
      <section aria-labelledby="edition-annotations" className="grid gap-2">
        <h2 id="edition-annotations" className="text-base font-medium">
          {items.length === 0 ? "No annotations" : count(items.length, "annotation")}
        </h2>
        {items.length === 0 ? (
          <p className="text-sm text-soft">Nobody has annotated this bulletin yet; only its text is replaced.</p>
        ) : (
          <ul className="grid">
            {FATES.map((fate) => (
              <li key={fate} className="border-t border-line first:border-t-0">
                <Count fate={fate} number={counts[fate]} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-labelledby="edition-paragraphs" className="grid gap-1.5">
        <h2 id="edition-paragraphs" className="text-base font-medium">
          Text
        </h2>
        <p className="text-sm text-soft text-pretty">{sayText(text)}.</p>
      </section>
      <Fields state={state} report={report} bulletin={bulletin} />
      {repairs.length > 0 && (
        <section aria-labelledby="edition-repairs" className="grid gap-2">
          <h2 id="edition-repairs" className="text-base font-medium">
            Repairs
          </h2>
          <p className="text-sm text-soft text-pretty">
            Made in the new text, as when a bulletin is imported
            {summarise(repairs) ? `: ${summarise(repairs)}` : ""}.
          </p>
          {/* Folded: who comes for the annotations has seen these when the bulletin was imported. */}
          <details aria-busy={state.busy === "repairing"}>
            <summary className="mb-2 w-fit rounded-sm text-sm text-accent underline decoration-1 underline-offset-3">
              Look through them
            </summary>
            <RepairList repairs={repairs} refused={state.refused} onRefuse={state.refuse} />
          </details>
        </section>
      )}
    </div>
  );
}

function Count({ fate, number }: { fate: keyof typeof FATE_WORDS; number: number }) {
  const { heading, icon, tone } = FATE_WORDS[fate];
  const inner = (
    <>
      <Icon name={icon} size={17} className={number > 0 ? tone : "text-faint"} />
      <span>{heading}</span>
      <span className="ml-auto tabular-nums">{number.toLocaleString("en")}</span>
    </>
  );
  const look = "flex items-center gap-2.5 rounded-sm py-2 text-sm";
  if (number === 0) return <span className={`${look} text-faint`}>{inner}</span>;
  return (
    <a href={`#${sectionId(fate)}`} className={`${look} hover:text-accent`}>
      {inner}
    </a>
  );
}

/** Title and author as the new text has them: offered, and changed only where the person says so. */
function Fields({ state, report: { found }, bulletin }: Props) {
  const { takesOver, setTakesOver } = state;
  const title = found.title !== null && found.title !== bulletin.title ? found.title : null;
  const author = found.author !== null && found.author !== bulletin.author ? found.author : null;
  if (title === null && author === null) return null;
  return (
    <section aria-labelledby="edition-fields" className="grid gap-3">
      <h2 id="edition-fields" className="text-base font-medium">
        Title and author
      </h2>
      {title !== null && (
        <Switch
          checked={takesOver.title}
          onChange={(event) => setTakesOver({ ...takesOver, title: event.target.checked })}
        >
          <span className="text-sm">Change the title to “{title}”</span>
        </Switch>
      )}
      {author !== null && (
        <Switch
          checked={takesOver.author}
          onChange={(event) => setTakesOver({ ...takesOver, author: event.target.checked })}
        >
          <span className="text-sm">Change the author to “{author}”</span>
        </Switch>
      )}
    </section>
  );
}
