"use client";

import { focusRefused } from "../margin/move-focus.ts";
import { Icon } from "../ui/icon.tsx";

/** Says in the bar, which stays, that something was refused, and leads to it. */
export function RefusedSign({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <button
      type="button"
      className="button text-danger!"
      data-look="quiet"
      data-size="small"
      title="Show what was not posted"
      onClick={focusRefused}
    >
      <Icon name="warning" size={16} />
      <span>
        {count}
        <span className="max-md:sr-only"> not posted</span>
      </span>
    </button>
  );
}
