/** A grey place where something will stand; `className` gives its size. */
export function Skeleton({ className = "" }: { className?: string }) {
  return (
    <div
      aria-hidden="true"
      className={`animate-[breathe_1.6s_ease-in-out_infinite] rounded-sm bg-hover ${className}`}
    />
  );
}

/** A page's loading state: the words for screen readers, the grey places for eyes. */
export function LoadingPage({ label }: { label: string }) {
  return (
    <div role="status" className="grid gap-8 pt-2">
      <span className="sr-only">{label}</span>
      <Skeleton className="h-9 w-52" />
      {[0, 1, 2].map((row) => (
        <div key={row} className="grid gap-3">
          <Skeleton className="h-6 w-4/5 max-w-xl" />
          <Skeleton className="h-4 w-64 max-w-full" />
        </div>
      ))}
    </div>
  );
}
