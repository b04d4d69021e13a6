import type { ReactNode } from "react";
import { Icon, type IconName } from "./icon.tsx";

const TONES = {
  info: { icon: "info", look: "bg-accent-soft text-accent" },
  success: { icon: "check", look: "bg-success-soft text-success" },
  warning: { icon: "warning", look: "bg-warning-soft text-warning" },
  danger: { icon: "warning", look: "bg-danger-soft text-danger" },
} as const satisfies Record<string, { icon: IconName; look: string }>;

interface Props {
  tone?: keyof typeof TONES;
  /** Read out when it appears: for what answers an action. */
  alert?: boolean;
  children: ReactNode;
  className?: string;
}

/** One sentence that matters, within the page. */
export function Notice({ tone = "info", alert = false, children, className = "" }: Props) {
  const { icon, look } = TONES[tone];
  return (
    <div
      role={alert ? "alert" : undefined}
      className={`flex gap-2.5 rounded-md px-3.5 py-2.5 text-sm ${look} ${className}`}
    >
      <Icon name={icon} size={18} className="mt-px" />
      <div className="min-w-0 text-ink">{children}</div>
    </div>
  );
}
