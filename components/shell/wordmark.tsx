/** The name, set in the reading face with a mark on its last letters: what the program does to words. */
export function Wordmark({ size = "normal" }: { size?: "normal" | "large" }) {
  return (
    <span className={`font-display leading-none font-semibold ${size === "large" ? "text-3xl" : "text-[1.3125rem]"}`}>
      Glo
      <span className="rounded-[2px] bg-[linear-gradient(var(--kind-highlight-wash),var(--kind-highlight-wash))] bg-size-[100%_58%] bg-position-[0_82%] bg-no-repeat">
        ssa
      </span>
    </span>
  );
}
