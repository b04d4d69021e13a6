const NUMBER = new Intl.NumberFormat("en");

/** "1 word", "2,000 words". */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${NUMBER.format(number)} ${number === 1 ? one : many}`;
}
