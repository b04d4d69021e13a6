/** Look-ups under way: a room full of people who come back at once ask the database the same things. */

export class SharedLookups<T> {
  private readonly underWay = new Map<string, Promise<T>>();

  /** What `look` gives, or what the one gives that has begun under the same key and is not done yet. */
  get(key: string, look: () => Promise<T>): Promise<T> {
    const known = this.underWay.get(key);
    if (known) return known;
    const answer = look().finally(() => this.underWay.delete(key));
    this.underWay.set(key, answer);
    return answer;
  }
}
