/** Passages while somebody types around and in them, and breaks and joins their paragraphs. */

import {
  type Crew,
  expectNeverElsewhere,
  expectPassages,
  gatherCrew,
  openScene,
  PASSAGES,
} from "../support/anchored.ts";
import { test } from "../support/browser.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { pressAt, typeAt } from "../support/write-text.ts";

test.describe.configure({ timeout: 120_000 });

/** A place within each passage. */
const INSIDE = [
  "Win|ter",
  "the st|rait",
  "winter |timetable",
  "Harbour |masters",
  "earlier |sailings",
  "flag 🚢| of",
  "a |fifth.",
  "night |boat",
  "twelve |a day",
  "en|ds.",
];

let server: TestServer;
let crew: Crew;

test.beforeAll(async ({ browser }) => {
  test.setTimeout(240_000);
  server = await startServer();
  crew = await gatherCrew(browser, server);
});

test.afterAll(async () => {
  await server.stop();
});

test("typing before, at both edges and inside", async ({ newScreen }) => {
  const scene = await openScene(crew, newScreen);
  const { ada } = scene;

  await typeAt(ada, "|The ferry", "ZZ ");
  await typeAt(ada, "|No other", "ZZ ");
  await typeAt(ada, "|South pier", "ZZ ");
  await expectPassages(scene, {
    first: "[Winter] on the strait",
    plain: "ZZ The ferry company kept its [winter timetable] until",
    cell: "pier\t[twelve a day]\nZZ South",
    last: "ZZ No other line serves the route. Nobody has said when it [ends.]",
  });

  // At its edges none grows.
  for (const words of Object.values(PASSAGES)) {
    await typeAt(ada, `|${words}`, "Z");
    await typeAt(ada, `${words}|`, "Z");
  }
  await expectPassages(scene, {
    first: "Z[Winter]Z on Z",
    heading: "on Z[the strait]Z\n\nZZ The",
    plain: "its Z[winter timetable]Z until",
    across: "gone Z[by March.]\n\n[Harbour masters]Z on",
    link: "for Z[earlier sailings]Z twice",
    emoji: "The Z[flag 🚢 of]Z the",
    items: "by Z[a fifth.]\n[The]Z Z",
    item: "TheZ Z[night boat]Z was",
    cell: "pier\tZ[twelve a day]Z\nZZ South",
    last: "it Z[ends.]Z",
  });

  // Inside, the passage has the new letters too.
  for (const place of INSIDE) await typeAt(ada, place, "Z");
  await expectPassages(scene, {
    first: "Z[WinZter]Z on Z",
    heading: "on Z[the stZrait]Z\n\nZZ The",
    plain: "its Z[winter Ztimetable]Z until",
    across: "gone Z[by March.]\n\n[Harbour Zmasters]Z on",
    link: "for Z[earlier Zsailings]Z twice",
    emoji: "The Z[flag 🚢Z of]Z the",
    items: "by Z[a Zfifth.]\n[The]Z Z",
    item: "TheZ Z[night Zboat]Z was",
    cell: "pier\tZ[twelve Za day]Z\nZZ South",
    last: "it Z[enZds.]Z",
  });
  expectNeverElsewhere(scene);
});

test("Enter before, inside and after, and Backspace joins again", async ({ newScreen }) => {
  const scene = await openScene(crew, newScreen);
  const { ada } = scene;
  const broken = ["first", "plain", "link", "emoji", "item", "cell", "last"] as const;

  for (const name of broken) await pressAt(ada, `|${PASSAGES[name]}`, "Enter");
  await expectPassages(scene, {
    first: "\n\n[Winter] on",
    plain: "its \n\n[winter timetable] until",
    across: "gone [by March.]\n\n[Harbour masters] on",
    link: "for \n\n[earlier sailings] twice",
    emoji: "The \n\n[flag 🚢 of] the",
    items: "by [a fifth.]\n[The] \n",
    item: "The \n[night boat] was",
    cell: "pier\t\n[twelve a day]\nSouth",
    last: "it \n\n[ends.]",
  });

  for (const name of broken) await pressAt(ada, `${PASSAGES[name]}|`, "Enter");
  await expectPassages(scene, {
    first: "\n\n[Winter]\n\n on",
    plain: "its \n\n[winter timetable]\n\n until",
    link: "for \n\n[earlier sailings]\n\n twice",
    emoji: "The \n\n[flag 🚢 of]\n\n the",
    item: "The \n[night boat]\n was",
    cell: "pier\t\n[twelve a day]\n\nSouth",
    last: "it \n\n[ends.]\n\n",
  });

  const splits = INSIDE.filter((place) => broken.some((name) => PASSAGES[name] === place.replace("|", "")));
  for (const place of splits) await pressAt(ada, place, "Enter");
  await expectPassages(scene, {
    first: "\n\n[Win]\n\n[ter]\n\n on",
    plain: "its \n\n[winter ]\n\n[timetable]\n\n until",
    across: "gone [by March.]\n\n[Harbour masters] on",
    link: "for \n\n[earlier ]\n\n[sailings]\n\n twice",
    emoji: "The \n\n[flag 🚢]\n\n[ of]\n\n the",
    item: "The \n[night ]\n[boat]\n was",
    cell: "pier\t\n[twelve ]\n[a day]\n\nSouth",
    last: "it \n\n[en]\n\n[ds.]\n\n",
  });

  const join = async (place: string): Promise<void> => {
    await pressAt(ada, place, "Backspace");
    // An item first becomes a paragraph of the one before it.
    if (/boat/.test(place)) await ada.keyboard.press("Backspace");
  };
  for (const place of splits) await join(place.replace("|", "\n\n|"));
  for (const name of broken) await join(`\n\n|${PASSAGES[name]}`);
  for (const place of ["timetable\n\n| until", "sailings\n\n| twice"]) await pressAt(ada, place, "Backspace");
  await expectPassages(scene, {
    first: "[Winter]\n\n on",
    plain: "kept its [winter timetable] until",
    across: "gone [by March.]\n\n[Harbour masters] on",
    link: "asked for [earlier sailings] twice",
    emoji: "The [flag 🚢 of]\n\n the",
    items: "by [a fifth.]\n[The] night",
    item: "The [night boat]\n was",
    cell: "pier\t[twelve a day]\n\nSouth",
    last: "when it [ends.]\n\n",
  });
  expectNeverElsewhere(scene);
});
