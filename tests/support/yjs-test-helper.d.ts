/** What the tests use of Yjs's own test helper, which comes without types (yjs/tests/testHelper.js). */
declare module "yjs/testHelper" {
  import type { PRNG } from "lib0/prng";
  import type { Doc } from "yjs";

  export class TestConnector {
    readonly prng: PRNG;
    readonly allConns: Set<TestYInstance>;
    readonly onlineConns: Set<TestYInstance>;
    constructor(prng: PRNG);
    /** False when none is connected. */
    disconnectRandom(): boolean;
    /** False when all are connected. */
    reconnectRandom(): boolean;
  }

  /** A copy of the document with a connection; the constructor connects it. */
  export class TestYInstance extends Doc {
    readonly tc: TestConnector;
    userID: number;
    /** All that this copy took in or made. */
    readonly updates: Uint8Array[];
    constructor(connector: TestConnector, clientId: number);
    connect(): void;
    disconnect(): void;
    _receive(message: Uint8Array, from: TestYInstance): void;
  }

  /**
   * Throws when the copies differ in what they hold, in the order of any list, in their deletes or in the parts that they
   * are stored as, or from what all updates of a copy are when merged. Destroys them.
   */
  export function compare(users: TestYInstance[]): void;
}
