import { LoadingPage } from "../../../components/ui/skeleton.tsx";

export default function Loading() {
  return (
    <main id="main" className="mx-auto w-full max-w-3xl px-4 pt-8 pb-24 sm:px-6 sm:pt-12">
      <LoadingPage label="Loading the page" />
    </main>
  );
}
