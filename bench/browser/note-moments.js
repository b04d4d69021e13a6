// Runs in the page before its own scripts: notes when text, highlights and margin are drawn, and when a key or a click is
// answered. Plain JavaScript, because what the loader of TypeScript adds is not there.
{
  const drawn = new MutationObserver(() => {
    if (!document.querySelector("[data-annotations]") || !document.querySelector("[data-card]")) return;
    drawn.disconnect();
    markBehindFrame("glossa:drawn");
  });
  drawn.observe(document, { subtree: true, childList: true, attributes: true });
  for (const type of ["input", "click"])
    addEventListener(type, () => markBehindFrame("glossa:answered"), { capture: true });

  /** Once, behind the frame that shows it. */
  function markBehindFrame(name) {
    requestAnimationFrame(() =>
      setTimeout(() => {
        if (performance.getEntriesByName(name).length === 0) performance.mark(name);
      }),
    );
  }
}
