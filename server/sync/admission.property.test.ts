import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as Y from "yjs";
import { seedUpdate } from "../../domain/ydoc/text-doc.ts";
import { type Edit, TextClient } from "../../tests/support/text-client.ts";
import { edits, SAMPLE } from "../../tests/support/text-edits.ts";
import { inspectUpdate } from "./admission.ts";

const SEED = seedUpdate(SAMPLE);
const CLIENTS = 3;

const seededDoc = (): Y.Doc => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, SEED);
  return doc;
};

/** What happens in which order: someone edits, sends their oldest update, or takes in what the server has. */
type Happening = { who: number } & ({ what: "edit"; edit: Edit } | { what: "send" } | { what: "receive" });

const who = fc.nat(CLIENTS - 1);
const happenings: fc.Arbitrary<Happening[]> = fc.array(
  fc.oneof(
    { weight: 3, arbitrary: fc.record({ who, what: fc.constant("edit" as const), edit: edits }) },
    { weight: 2, arbitrary: fc.record({ who, what: fc.constant("send" as const) }) },
    { weight: 1, arbitrary: fc.record({ who, what: fc.constant("receive" as const) }) },
  ),
  { maxLength: 60 },
);

function expectWhole(doc: Y.Doc): void {
  expect(doc.store.pendingStructs).toBeNull();
  expect(doc.store.pendingDs).toBeNull();
}

/** Admits as a room does; throws when it is refused. Gives whether it brings more than Yjs' own tidying up. */
function take(server: Y.Doc, update: Uint8Array): boolean {
  const admission = inspectUpdate(server, update);
  expect(admission).toMatchObject({ ok: true });
  if (!admission.ok) return false;
  if (admission.isNews) Y.applyUpdate(server, admission.bytes);
  expectWhole(server);
  return admission.isNews && !admission.isTidying;
}

function play(events: Happening[]): { server: Y.Doc; clients: TextClient[]; sent: Uint8Array[] } {
  const server = seededDoc();
  const clients = Array.from({ length: CLIENTS }, (_, index) => new TextClient(100 + index, SEED));
  const sent: Uint8Array[] = [];
  for (const event of events) {
    const client = clients[event.who];
    if (!client) continue;
    if (event.what === "edit") client.edit(event.edit);
    else if (event.what === "receive") client.receive(Y.encodeStateAsUpdate(server, Y.encodeStateVector(client.doc)));
    else {
      const update = client.outbox.shift();
      if (!update) continue;
      sent.push(update);
      take(server, update);
    }
  }
  return { server, clients, sent };
}

describe("updates of honest editors", { timeout: 60_000 }, () => {
  it("are all admitted, in whatever order they arrive, and lead to one document", () => {
    fc.assert(
      fc.property(happenings, (events) => {
        const { server, clients } = play(events);
        for (const client of clients) {
          // What is left goes as step 2, which holds all that the server has not.
          take(server, Y.encodeStateAsUpdate(client.doc, Y.encodeStateVector(server)));
        }
        for (const client of clients) {
          client.receive(Y.encodeStateAsUpdate(server, Y.encodeStateVector(client.doc)));
          expect(client.doc.getXmlFragment("default").toString()).toBe(server.getXmlFragment("default").toString());
          // An up-to-date client's step 2 repeats all deletes and brings nothing.
          expect(take(server, Y.encodeStateAsUpdate(client.doc, Y.encodeStateVector(server)))).toBe(false);
          expect(take(server, Y.encodeStateAsUpdate(client.doc))).toBe(false);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("bring nothing the second time", () => {
    fc.assert(
      fc.property(happenings, (events) => {
        const { server, sent } = play(events);
        for (const update of sent) expect(take(server, update)).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  it("are refused with a gap before them, and admitted merged", () => {
    fc.assert(
      fc.property(fc.array(edits, { minLength: 2, maxLength: 12 }), (all) => {
        const client = new TextClient(100, SEED);
        for (const edit of all) client.edit(edit);
        const [first, ...later] = client.outbox;
        fc.pre(first !== undefined && later.length > 0 && brings(first) && later.some(brings));
        const server = seededDoc();
        const withStructs = later.find(brings);
        if (withStructs) expect(inspectUpdate(server, withStructs)).toMatchObject({ ok: false, code: "gap" });
        take(server, Y.mergeUpdates(client.outbox));
      }),
      { numRuns: 60 },
    );
  });

  it("may overlap with what is known", () => {
    fc.assert(
      fc.property(fc.array(edits, { minLength: 2, maxLength: 12 }), fc.nat(11), (all, cut) => {
        const client = new TextClient(100, SEED);
        for (const edit of all) client.edit(edit);
        const server = seededDoc();
        for (const update of client.outbox.slice(0, cut)) take(server, update);
        take(server, Y.encodeStateAsUpdate(client.doc));
        expect(server.getXmlFragment("default").toString()).toBe(client.doc.getXmlFragment("default").toString());
      }),
      { numRuns: 60 },
    );
  });
});

const brings = (update: Uint8Array): boolean => Y.decodeUpdate(update).structs.length > 0;

/** Updates of many kinds, to be broken. */
function realUpdates(): { state: Uint8Array; update: Uint8Array }[] {
  const found: { state: Uint8Array; update: Uint8Array }[] = [];
  for (const script of fc.sample(fc.array(edits, { minLength: 6, maxLength: 14 }), { numRuns: 25, seed: 7 })) {
    const client = new TextClient(100, SEED);
    for (const edit of script) {
      const state = Y.encodeStateAsUpdate(client.doc);
      client.edit(edit);
      const update = client.outbox.pop();
      if (update) found.push({ state, update });
      client.outbox.length = 0;
    }
    found.push({ state: SEED, update: Y.encodeStateAsUpdate(client.doc) });
  }
  return found;
}

const share = fc.nat(9999).map((parts) => parts / 10_000);

describe("broken bytes", () => {
  const MUTATIONS = 10_000;

  it("are refused, can't be read, or can be applied without a trace of a gap", () => {
    const originals = realUpdates();
    const mutation = fc.record({
      which: fc.nat(originals.length - 1),
      cut: fc.oneof({ weight: 4, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: share }),
      changes: fc.array(fc.record({ at: share, to: fc.nat(255) }), { maxLength: 4 }),
    });
    let admitted = 0;
    fc.assert(
      fc.property(mutation, ({ which, cut, changes }) => {
        const original = originals[which];
        if (!original) return;
        const bytes = original.update.slice(0, cut === null ? undefined : Math.floor(cut * original.update.length));
        for (const { at, to } of changes) if (bytes.length > 0) bytes[Math.floor(at * bytes.length)] = to;
        const server = new Y.Doc();
        Y.applyUpdate(server, original.state);
        let admission: ReturnType<typeof inspectUpdate>;
        try {
          admission = inspectUpdate(server, bytes);
        } catch {
          return;
        }
        if (!admission.ok) return;
        admitted++;
        Y.applyUpdate(server, admission.bytes);
        expectWhole(server);
        // What was taken in can be stored and read again.
        const again = new Y.Doc();
        Y.applyUpdateV2(again, Y.encodeStateAsUpdateV2(server));
        expectWhole(again);
      }),
      { numRuns: MUTATIONS, seed: 20261123, endOnFailure: true },
    );
    // Or the test says nothing.
    expect(admitted).toBeGreaterThan(MUTATIONS / 50);
  }, 60_000);
});
