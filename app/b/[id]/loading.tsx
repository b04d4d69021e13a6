import { Skeleton } from "../../../components/ui/skeleton.tsx";
import "../../../components/reading/reading.css";

/** Where title, text and margin will stand. */
export default function Loading() {
  return (
    <>
      <div className="reading-bar" />
      <div role="status" className="reading-page">
        <span className="sr-only">Opening the bulletin</span>
        <div className="grid content-start gap-4">
          <Skeleton className="h-10 w-11/12" />
          <Skeleton className="mb-8 h-5 w-48" />
          {["w-full", "w-11/12", "w-full", "w-10/12", "w-full", "w-11/12", "w-7/12"].map((width, line) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: grey lines have no identity.
            <Skeleton key={line} className={`h-4 ${width}`} />
          ))}
        </div>
        <div className="hidden content-start gap-3 lg:grid">
          <Skeleton className="h-24" />
          <Skeleton className="h-20" />
        </div>
      </div>
    </>
  );
}
