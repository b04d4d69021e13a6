"use client";

import { useId, useState } from "react";
import { Button } from "./button.tsx";

/** Something to be passed on by hand: a link or a token, with a button that copies it. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const id = useId();
  const [said, setSaid] = useState<"copied" | "refused" | null>(null);
  return (
    <div className="grid gap-1.5">
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          readOnly
          value={value}
          className="input font-mono text-sm!"
          onFocus={(event) => event.target.select()}
        />
        <Button
          icon={said === "copied" ? "check" : "copy"}
          onClick={() =>
            navigator.clipboard.writeText(value).then(
              () => setSaid("copied"),
              () => setSaid("refused"),
            )
          }
        >
          {said === "copied" ? "Copied" : "Copy"}
        </Button>
      </div>
      <p role="status" className={said === "refused" ? "text-sm text-soft" : "sr-only"}>
        {said === "copied" && "Copied."}
        {said === "refused" && "The browser did not allow it; select and copy the words yourself."}
      </p>
    </div>
  );
}
