/** The first stop of the keyboard: past the bar, to `<main id="main">`. */
export function SkipLink() {
  return (
    <a
      href="#main"
      data-chrome
      className="sr-only rounded-md focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:bg-raised focus:px-4 focus:py-2 focus:text-accent focus:shadow-raised"
    >
      Skip to the content
    </a>
  );
}
